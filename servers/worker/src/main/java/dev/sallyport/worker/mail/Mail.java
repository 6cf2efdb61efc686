package dev.sallyport.worker.mail;

import dev.sallyport.domain.person.EmailAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A letter, written and not yet on its way.
 *
 * @param id that of its job, so a letter that goes twice can be known by its {@code Message-ID}
 * @param language a tag such as {@code de}
 * @param html the same words for programs that show HTML
 * @param written when it was put into the queue
 */
public record Mail(
        UUID id,
        EmailAddress to,
        String language,
        String subject,
        String text,
        Optional<String> html,
        Instant written) {
    private static final int LONGEST_SUBJECT = 200;

    public Mail {
        subject = line(subject);
    }

    /** One line without characters that steer, so that nobody's name can begin a header of its own (T45). */
    private static String line(String text) {
        String clean = text.strip().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return clean.length() <= LONGEST_SUBJECT ? clean : clean.substring(0, LONGEST_SUBJECT);
    }
}

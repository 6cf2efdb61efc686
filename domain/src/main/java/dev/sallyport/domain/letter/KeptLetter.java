package dev.sallyport.domain.letter;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A letter that no mail server took, for a developer to read.
 *
 * @param language a tag such as {@code de}
 * @param plain the letter as text
 * @param html the same as HTML
 */
public record KeptLetter(
        UUID id,
        String recipient,
        String language,
        String subject,
        String plain,
        Optional<String> html,
        Instant written) {}

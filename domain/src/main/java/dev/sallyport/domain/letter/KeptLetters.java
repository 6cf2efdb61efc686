package dev.sallyport.domain.letter;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The mailbox of a house without a mail server. */
public interface KeptLetters {
    /** Keeps the letter, in the place of one with its id, and of all but the newest {@code most} (T43). */
    void keep(KeptLetter letter, int most);

    Optional<KeptLetter> byId(UUID id);

    /** Removes letters that were written before {@code before}; at most {@code most}; says how many. */
    int purge(Instant before, int most);

    /** The newest first. */
    Page<KeptLetter> list(Slice slice);
}

package dev.sallyport.domain.letter;

import dev.sallyport.domain.Digest;
import java.time.Duration;
import java.time.Instant;

/** How many letters went to one recipient lately, over all processes. */
public interface LetterCounts {
    /**
     * Counts one more for the recipient, unless {@code most} were counted within {@code span}; whether it was counted. The span
     * begins with the first letter, and another when it has ended.
     */
    boolean take(Digest recipient, int most, Duration span, Instant now);

    /** Removes what ended before {@code before}; at most {@code most}; says how many. */
    int purge(Instant before, int most);
}

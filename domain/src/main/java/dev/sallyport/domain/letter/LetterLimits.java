package dev.sallyport.domain.letter;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.person.EmailAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * How many letters one mailbox gets because somebody who need not be its owner asked for them, so that the house cannot be made
 * to flood it. Who asks does not learn of it (T24).
 *
 * @param perHour 1 to 1000
 * @param perDay 1 to 1000
 */
public record LetterLimits(int perHour, int perDay) {
    private static final int MOST = 1_000;

    public LetterLimits {
        if (perHour < 1 || perDay < 1 || perHour > MOST || perDay > MOST) {
            throw new IllegalArgumentException("per_hour and per_day must be 1 to " + MOST);
        }
    }

    public static LetterLimits defaults() {
        return new LetterLimits(5, 20);
    }

    /** These limits, by counts that all processes share. */
    public Allowance over(LetterCounts counts) {
        return (to, now) -> admit(to, counts, now);
    }

    /** Whether one more may go to that mailbox; counts it if so. */
    public boolean admit(EmailAddress to, LetterCounts counts, Instant now) {
        return counts.take(Digest.of("hour " + to.value()), perHour, Duration.ofHours(1), now)
                && counts.take(Digest.of("day " + to.value()), perDay, Duration.ofDays(1), now);
    }
}

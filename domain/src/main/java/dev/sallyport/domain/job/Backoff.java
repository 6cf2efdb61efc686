package dev.sallyport.domain.job;

import dev.sallyport.domain.RandomSource;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * How long a failed job waits: doubling from {@code first} up to {@code longest}, less a random part of up to one half, so
 * that jobs which failed together do not come back together.
 *
 * @param most how often a job is tried before it is given up, from 1
 */
public record Backoff(Duration first, Duration longest, int most) {
    /** About a day and a half in 40 tries, at most one an hour in the end. */
    public static final Backoff USUAL = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), 40);

    private static final int DOUBLINGS = 30;

    public Backoff {
        if (most < 1 || first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("at least one try, and 0 < first <= longest");
        }
    }

    /** How long to wait after the {@code tries}th try, between one half of the step and the whole of it. */
    public Duration after(int tries, RandomSource random) {
        int doublings = Math.clamp(tries - 1L, 0, DOUBLINGS);
        long step = Math.min(longest.toMillis(), first.toMillis() << doublings);
        long chance = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
        return Duration.ofMillis(step - chance % (step / 2 + 1));
    }
}

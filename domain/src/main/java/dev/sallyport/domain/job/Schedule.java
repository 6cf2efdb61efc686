package dev.sallyport.domain.job;

import java.time.Duration;
import java.time.Instant;

/** The times of a recurring job, about which all workers agree. */
@FunctionalInterface
public interface Schedule {
    /** The first time later than {@code now}. */
    Instant after(Instant now);

    /**
     * Whole multiples of {@code every} since 1970.
     *
     * @param every from one second
     */
    static Schedule every(Duration every) {
        long step = every.toSeconds();
        if (step < 1) {
            throw new IllegalArgumentException("at most once a second");
        }
        return now -> Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), step) + 1) * step);
    }
}

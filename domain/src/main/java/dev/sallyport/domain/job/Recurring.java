package dev.sallyport.domain.job;

import dev.sallyport.domain.RandomSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A job that comes again and again. It is a row of the queue like any other, with a key, so that any number of workers see
 * it done once each time; what was due while nobody worked is done once when somebody does.
 */
public record Recurring(String kind, Schedule schedule) {
    /** The key of all recurring jobs. */
    public static final String KEY = "recurring";

    public Recurring(String kind, Duration every) {
        this(kind, Schedule.every(every));
    }

    /** Puts the next time into the queue, unless one waits there already; whether it was put. */
    public boolean plan(JobStore jobs, Instant now, RandomSource random) {
        return jobs.add(
                new Job(random.uuid(now), kind, Optional.of(KEY), Map.of(), 0, after(now), now, Optional.empty()));
    }

    /** The first time later than {@code now}. */
    Instant after(Instant now) {
        return schedule.after(now);
    }
}

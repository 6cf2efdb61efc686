package dev.sallyport.monitor.history;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Writes what the meters say into the history. Each look replaces the running minute's numbers by those of all of it so far, so
 * that a chart has something to show before the first minute is over.
 */
public final class Sampler {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MINUTE = 60;

    /** A shorter time says little about a rate. */
    private static final double LEAST = 1;

    private final MeterRegistry meters;
    private final History history;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final IntSupplier state;
    private Look begun;
    private Look last;

    /**
     * @param nanos a clock that only moves forward, in nanoseconds
     * @param state what the checks say, as {@link Series#STATE} holds it
     */
    public Sampler(MeterRegistry meters, History history, InstantSource clock, LongSupplier nanos, IntSupplier state) {
        this.meters = meters;
        this.history = history;
        this.clock = clock;
        this.nanos = nanos;
        this.state = state;
    }

    private record Look(long minute, long nanos, Totals totals) {}

    /** Looks once. The first look only learns where the counters stand. */
    public synchronized void look() {
        var now = new Look(Math.floorDiv(clock.instant().getEpochSecond(), 60L), nanos.getAsLong(), Totals.of(meters));
        int level = state.getAsInt();
        if (last == null) {
            begun = now;
            last = now;
            return;
        }
        if (now.minute() != begun.minute()) {
            // From the last look of the minute before, so that nothing between the two is lost.
            begun = new Look(now.minute(), last.nanos(), last.totals());
        }
        last = now;
        double seconds = (now.nanos() - begun.nanos()) / NANOS;
        if (seconds >= LEAST) {
            history.note(now.minute(), numbers(begun.totals(), now.totals(), seconds, level));
        }
    }

    private Map<Series, Double> numbers(Totals before, Totals now, double seconds, int level) {
        var numbers = new EnumMap<Series, Double>(now.levels());
        now.counts().forEach((series, count) -> {
            double grown = count - before.counts().getOrDefault(series, 0.0);
            numbers.put(series, grown / seconds * (isPerSecond(series) ? 1 : MINUTE));
        });
        put(numbers, Series.MEDIAN, now.requests().quantile(0.5, before.requests()));
        put(numbers, Series.P99, now.requests().quantile(0.99, before.requests()));
        put(numbers, Series.DATABASE_P99, now.database().quantile(0.99, before.database()));
        numbers.put(Series.STATE, (double) level);
        return numbers;
    }

    private static void put(Map<Series, Double> numbers, Series series, double value) {
        if (!Double.isNaN(value)) {
            numbers.put(series, value);
        }
    }

    private static boolean isPerSecond(Series series) {
        return switch (series) {
            case REQUESTS_GATEWAY,
                    REQUESTS_AUTH,
                    REQUESTS_RESOURCE,
                    REQUESTS_FRONTEND,
                    REQUESTS_FILES,
                    TOKENS,
                    READS,
                    WRITES -> true;
            case ERRORS_GATEWAY,
                    ERRORS_AUTH,
                    ERRORS_RESOURCE,
                    ERRORS_FRONTEND,
                    ERRORS_FILES,
                    MEDIAN,
                    P99,
                    SIGNED_IN,
                    SIGN_IN_FAILED,
                    SUSPENDED,
                    LIMITED,
                    SHED,
                    JOBS_DUE,
                    JOBS_DEAD,
                    JOB_AGE,
                    DATABASE_P99,
                    HEAP,
                    CPU,
                    STATE -> false;
        };
    }
}

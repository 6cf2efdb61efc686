package dev.sallyport.kit.telemetry;

import java.time.Duration;
import java.util.stream.Stream;

/** The steps of the histograms: few enough that a scrape stays small, and each about twice the one before. */
public final class Buckets {
    private Buckets() {}

    /** Of requests: 1 ms to 10 s. */
    static final Duration[] REQUESTS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);

    /** Of work in a database: 100 µs to 5 s. */
    public static Duration[] ofDatabase() {
        return Stream.of(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 500_000, 1_000_000, 5_000_000)
                .map(micros -> Duration.ofNanos(micros * 1_000L))
                .toArray(Duration[]::new);
    }

    private static Duration[] millis(int... steps) {
        return java.util.Arrays.stream(steps).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}

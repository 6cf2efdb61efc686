package dev.sallyport.gateway;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * How the origins of a route are asked whether they are well: {@code GET} of a path, to which a status of 200 to 399 says yes.
 *
 * @param every how long between two checks of an origin, give or take a tenth
 * @param healthy after so many good checks in a row an origin is well again
 * @param unhealthy after so many bad checks in a row an origin is left out
 */
public record HealthCheck(
        String path,
        Duration every,
        Duration timeout,
        @Min(1) @Max(10) int healthy,
        @Min(1) @Max(10) int unhealthy) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    public HealthCheck {
        boolean said = path != null;
        if (said && (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '#'))) {
            throw new IllegalArgumentException("path must be one that origins answer, such as /health");
        }
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("every must be 100ms to 1h");
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(every) > 0) {
            throw new IllegalArgumentException("timeout must be at least 100ms, and no longer than every");
        }
    }

    /** What holds where the route leaves it out. The path is always said. */
    static HealthCheck defaults() {
        return new HealthCheck(null, Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3);
    }
}

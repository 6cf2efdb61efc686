package dev.sallyport.kit.forward;

import java.time.Duration;
import java.util.Set;

/**
 * How patient a request is with its origins.
 *
 * @param connect how long a connection may take
 * @param read how long an origin may be silent; the client's own patience is the end of it
 * @param retries how many further tries there are where one fails
 * @param retryOn which statuses count as no answer where another origin is left, and the request may be repeated
 * @param longestBody the longest body taken, in bytes
 */
public record Terms(Duration connect, Duration read, int retries, Set<Integer> retryOn, long longestBody) {
    public static final Terms USUAL =
            new Terms(Duration.ofSeconds(2), Duration.ofSeconds(45), 2, Set.of(), Long.MAX_VALUE);

    public Terms {
        retryOn = Set.copyOf(retryOn);
    }
}

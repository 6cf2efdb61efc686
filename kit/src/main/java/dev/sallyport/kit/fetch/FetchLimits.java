package dev.sallyport.kit.fetch;

import java.time.Duration;

/**
 * How much of a fetch is borne (T43).
 *
 * @param bodyBytes the longest answer
 * @param time from asking for the name's address to the last byte
 * @param atOnce fetches that run at the same time; four times as many may wait
 * @param kept answers that are cached
 * @param allowPrivate whether {@code http} and addresses that are not public may be asked: for development and tests
 */
public record FetchLimits(int bodyBytes, Duration time, int atOnce, int kept, boolean allowPrivate) {
    public static final FetchLimits USUAL = new FetchLimits(64 * 1024, Duration.ofSeconds(5), 16, 1_000, false);

    /** The same, with answers of at most so many bytes. */
    public FetchLimits upTo(int bytes) {
        return new FetchLimits(bytes, time, atOnce, kept, allowPrivate);
    }

    public FetchLimits allowingPrivate() {
        return new FetchLimits(bodyBytes, time, atOnce, kept, true);
    }
}

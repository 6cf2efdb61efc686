package dev.sallyport.storage.sql;

import java.time.Instant;

/** Moments as milliseconds since 1970; {@link Instant#MAX} ("never") is the greatest number. */
final class Times {
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private Times() {}

    static long millis(Instant time) {
        return time.isBefore(LAST) ? time.toEpochMilli() : Long.MAX_VALUE;
    }

    static Instant instant(long millis) {
        return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
    }
}

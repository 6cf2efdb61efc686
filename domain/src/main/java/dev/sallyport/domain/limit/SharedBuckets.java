package dev.sallyport.domain.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Token buckets that all gateways of an installation share (L27). They may be away or emptied at any moment: whoever asks keeps
 * buckets of its own beside them, which decide then.
 */
public interface SharedBuckets {
    /** Takes one token where there is one. Waits a few milliseconds at most; empty when nobody could tell by then. */
    Optional<Level> take(Bucket bucket);

    /** Takes tokens that were handed out already, whether or not they are there, and does not wait; {@code told} hears what is left. */
    void spend(Bucket bucket, long tokens, Consumer<Level> told);

    /**
     * A bucket that is filled evenly.
     *
     * @param name the same for the same bucket, and readable to nobody
     * @param capacity 1 to 1,000,000 tokens
     * @param period in which an empty bucket becomes full
     */
    record Bucket(String name, long capacity, Duration period) {}

    /**
     * What a bucket holds.
     *
     * @param taken whether what was asked for was there
     * @param left whole tokens at this moment, 0 where it owes some
     * @param refill until there is one; zero where there is
     * @param full until there are as many as can be
     */
    record Level(boolean taken, long left, Duration refill, Duration full) {}
}

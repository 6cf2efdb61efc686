package dev.sallyport.gateway;

import dev.sallyport.domain.limit.SharedBuckets.Level;
import dev.sallyport.gateway.Buckets.Taken;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bucket of one asker in this process. Where gateways count together it never holds less than what is left for all of them, so
 * what it refuses they would refuse too, and it also knows until when they will.
 */
final class Pail {
    private final Bucket bucket;
    private final String whose;
    private final TimeMeter meter;
    private final AtomicLong owed = new AtomicLong();
    private final AtomicBoolean listed = new AtomicBoolean();
    private volatile Shut shut = new Shut(0, 0);

    Pail(Bucket bucket, String whose, TimeMeter meter) {
        this.bucket = bucket;
        this.whose = whose;
        this.meter = meter;
    }

    /** Since when, and for how long, all together have none; in nanoseconds. */
    private record Shut(long since, long length) {
        long leftAt(long now) {
            return length == 0 ? 0 : length - (now - since);
        }
    }

    /** A text that is the same for the same asker, in every process. */
    String whose() {
        return whose;
    }

    /** Takes one token, where there is one and all together were not known to have none. */
    Taken take() {
        long patience = shut.leftAt(meter.currentTimeNanos());
        if (patience > 0) {
            return new Taken(Duration.ofNanos(patience), 0, Duration.ofNanos(patience));
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return new Taken(
                probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill())),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }

    /** All together had none: the token that was taken here is given back, and until there is one, none is taken. */
    Taken refused(Level level) {
        bucket.addTokens(1);
        shut(level);
        return new Taken(level.refill(), 0, level.full());
    }

    /** A token was handed out here that the others do not know of yet; how many these are. */
    long owe() {
        return owed.incrementAndGet();
    }

    /** Whether it was not yet listed among those to be settled. */
    boolean list() {
        return listed.compareAndSet(false, true);
    }

    /** What the others are to be told now. */
    long settle() {
        listed.set(false);
        return owed.getAndSet(0);
    }

    /** What all together have left, after what was settled. */
    void learn(Level level) {
        long more = bucket.getAvailableTokens() - Math.max(0, level.left() - owed.get());
        if (more > 0) {
            bucket.tryConsume(more);
        }
        shut(level);
    }

    private void shut(Level level) {
        shut = new Shut(meter.currentTimeNanos(), level.refill().toNanos());
    }
}

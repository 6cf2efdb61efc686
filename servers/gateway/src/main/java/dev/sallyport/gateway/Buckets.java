package dev.sallyport.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.sallyport.domain.RandomSource;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The token buckets of one limit, one for each asker of late. A bucket untouched for as long as it takes to fill
 * is the same as a new one, so it is dropped then and nothing is forgotten.
 *
 * <p>The table is bounded and full buckets of others are never thrown out for a newcomer: a newcomer at a full table shares
 * a bucket with its neighbourhood (IPv4 /16, IPv6 /32). Whoever floods from many addresses crowds those, and neither resets
 * its own count nor takes anybody's place (T43).
 */
final class Buckets {
    /** Askers counted one by one, for each limit. */
    static final int MOST = 100_000;

    private static final int SHARED_BITS = 10;
    private static final int SHARED = 1 << SHARED_BITS;

    /** A full table looks for buckets that are due at most this often, so that a flood cannot make it look at every request. */
    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final Bandwidth bandwidth;
    private final TimeMeter meter;
    private final int most;
    private final Cache<Asker, Pail> own;
    private final List<Pail> shared;
    private final AtomicLong swept;
    private final long factor;
    private final long summand;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    Buckets(Rate rate, int most, LongSupplier nanos, RandomSource random) {
        ByteBuffer seed = ByteBuffer.wrap(random.bytes(2 * Long.BYTES));
        this.factor = seed.getLong() | 1;
        this.summand = seed.getLong();
        this.bandwidth = Bandwidth.builder()
                .capacity(rate.count())
                .refillGreedy(rate.count(), rate.period())
                .build();
        this.meter = new Meter(nanos);
        this.most = most;
        this.own = Caffeine.newBuilder()
                .expireAfterAccess(rate.period())
                .ticker(meter::currentTimeNanos)
                .scheduler(Scheduler.disabledScheduler())
                .executor(Runnable::run)
                .build();
        this.swept = new AtomicLong(nanos.getAsLong());
        this.shared = new ArrayList<>();
        for (int i = 0; i < SHARED; i++) {
            shared.add(pail("shared " + i));
        }
    }

    /**
     * What came of taking a token.
     *
     * @param refill how long until there is one, where there was none; else zero
     * @param left how many more there are at this moment
     * @param full how long until there are as many as can be
     */
    record Taken(Duration refill, long left, Duration full) {
        boolean isRefused() {
            return refill.isPositive();
        }
    }

    /** Takes one token, where there is one. */
    Taken take(Asker asker) {
        return of(asker).take();
    }

    /** The bucket of an asker, or the one it shares with others. */
    Pail of(Asker asker) {
        Pail pail = own.getIfPresent(asker);
        if (pail != null) {
            return pail;
        }
        if (own.estimatedSize() >= most) {
            sweep();
        }
        if (own.estimatedSize() >= most) {
            return shared.get(place(asker.neighbourhood()));
        }
        return own.get(asker, a -> pail(a.text()));
    }

    /** Look-ups that find nothing never drop what is due, so a full table must be told to. */
    private void sweep() {
        long now = meter.currentTimeNanos();
        long last = swept.get();
        if (now - last >= SWEEP_NANOS && swept.compareAndSet(last, now)) {
            own.cleanUp();
        }
    }

    private Pail pail(String whose) {
        Bucket bucket = Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(meter)
                .build();
        return new Pail(bucket, whose, meter);
    }

    /**
     * Which shared bucket a neighbourhood gets: multiply and shift by a factor of this process's own, so that for any two
     * neighbourhoods chosen without knowing it the chance to meet is at most 2 in {@link #SHARED} (Dietzfelbinger et al.,
     * "A reliable randomized algorithm for the closest-pair problem", 1997, Lemma 2.5).
     */
    int place(Asker neighbourhood) {
        return (int) ((factor * neighbourhood.number() + summand) >>> (Long.SIZE - SHARED_BITS));
    }

    /** How many askers have a bucket of their own, after what is due was dropped. */
    long counted() {
        own.cleanUp();
        return own.estimatedSize();
    }

    /** The house's clock as Bucket4j reads it. */
    private record Meter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}

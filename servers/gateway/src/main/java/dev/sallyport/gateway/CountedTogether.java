package dev.sallyport.gateway;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.limit.SharedBuckets;
import dev.sallyport.domain.limit.SharedBuckets.Bucket;
import dev.sallyport.domain.limit.SharedBuckets.Level;
import dev.sallyport.gateway.Buckets.Taken;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts limits together with the other gateways of the installation (L27). A tight limit, of at most one request a second such as
 * that of sign-in, is decided by what all have counted. A wide one is decided here and told to the others when a twentieth of it was
 * used, every {@link #SETTLED}: nobody waits, and an asker that stays far below costs nothing.
 *
 * <p>Where the others cannot be asked, this gateway's own buckets decide, as if it were the only one (T27): a limit is then never
 * more than the number of gateways times what it says, and never open.
 */
public final class CountedTogether {
    static final Duration SETTLED = Duration.ofMillis(100);

    private static final int SHARE = 20;

    /** Askers that wait to be settled, at most (T43); what is more is counted here alone. */
    private static final int MOST = 100_000;

    private final SharedBuckets shared;
    private final KeyedDigest names;
    private final Queue<Owing> owing = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private Thread settling = Thread.ofVirtual().unstarted(() -> {});

    /** @param names makes what others may read: nobody who reads the shared buckets learns an address (L31) */
    public CountedTogether(SharedBuckets shared, KeyedDigest names) {
        this.shared = shared;
        this.names = names;
    }

    private record Owing(Pail pail, Together limit) {}

    /** How a limit is counted. */
    Counting counting(Limit limit, Buckets buckets) {
        return isTight(limit.rate()) ? new Tight(limit, buckets) : new Wide(limit, buckets);
    }

    private static boolean isTight(Rate rate) {
        return rate.count() <= rate.period().toSeconds();
    }

    /** Begins to settle. */
    void start() {
        settling = Thread.ofVirtual().name("tier-one-settling").start(this::settleOften);
    }

    void stop() {
        settling.interrupt();
    }

    private void settleOften() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(SETTLED.toMillis());
                settle();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the others what was handed out here, and learns what is left. */
    void settle() {
        for (Owing next = owing.poll(); next != null; next = owing.poll()) {
            waiting.decrementAndGet();
            Pail pail = next.pail();
            shared.spend(next.limit().bucket(pail), pail.settle(), pail::learn);
        }
    }

    private abstract class Together implements Counting {
        private final Limit limit;
        private final Buckets buckets;

        Together(Limit limit, Buckets buckets) {
            this.limit = limit;
            this.buckets = buckets;
        }

        Pail pail(Asker asker) {
            return buckets.of(asker);
        }

        Bucket bucket(Pail pail) {
            Rate rate = limit.rate();
            String name =
                    names.of(limit.path().text(), rate.toString(), limit.per().name(), pail.whose());
            return new Bucket(name, rate.count(), rate.period());
        }
    }

    /** Decided by what all have counted. */
    private final class Tight extends Together {
        Tight(Limit limit, Buckets buckets) {
            super(limit, buckets);
        }

        @Override
        public Taken take(Asker asker) {
            Pail pail = pail(asker);
            Taken here = pail.take();
            if (here.isRefused()) {
                return here;
            }
            Optional<Level> level = shared.take(bucket(pail));
            return level.map(l -> l.taken() ? new Taken(Duration.ZERO, l.left(), l.full()) : pail.refused(l))
                    .orElse(here);
        }

        @Override
        public boolean waits() {
            return true;
        }
    }

    /** Decided here. */
    private final class Wide extends Together {
        private final long share;

        Wide(Limit limit, Buckets buckets) {
            super(limit, buckets);
            this.share = Math.max(1, limit.rate().count() / SHARE);
        }

        @Override
        public Taken take(Asker asker) {
            Pail pail = pail(asker);
            Taken here = pail.take();
            if (!here.isRefused() && pail.owe() >= share && pail.list()) {
                if (waiting.incrementAndGet() <= MOST) {
                    owing.add(new Owing(pail, this));
                } else {
                    waiting.decrementAndGet();
                    pail.settle();
                }
            }
            return here;
        }

        @Override
        public boolean waits() {
            return false;
        }
    }
}

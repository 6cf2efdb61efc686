package dev.sallyport.gateway.proof;

import dev.sallyport.kit.token.SingleUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The proofs that were used, each until it is nothing any more: here, so that a flood of the same proof costs little, and in the memory
 * that all gateways share, so that none is good at two of them. A full memory takes no further proof and forgets none (T16).
 */
public final class SpentProofs {
    /** As many proofs are remembered here at once. */
    public static final int MOST = 100_000;

    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private final int most;
    private final SingleUse shared;
    private final InstantSource clock;
    private final Map<String, Instant> here = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    /** What became of a proof that was to be spent. */
    public enum Spent {
        FIRST,
        AGAIN,
        /** Nobody can tell: there is no room to remember it. */
        FULL
    }

    /** @param shared throws where it is away, and then the proof is not taken */
    public SpentProofs(int most, SingleUse shared, InstantSource clock) {
        this.most = most;
        this.shared = shared;
        this.clock = clock;
    }

    /** Spends it; of any number of callers one is the first. */
    public Spent spend(Verdict.Right proof) {
        if (here.size() >= most) {
            sweep();
        }
        if (here.size() >= most) {
            return here.containsKey(proof.id()) ? Spent.AGAIN : Spent.FULL;
        }
        if (here.putIfAbsent(proof.id(), proof.expires()) != null) {
            return Spent.AGAIN;
        }
        return shared.first(proof.id(), proof.expires()) ? Spent.FIRST : Spent.AGAIN;
    }

    /** Whether it was spent at this gateway. */
    public boolean isSpent(Verdict.Right proof) {
        return here.containsKey(proof.id());
    }

    /** At most once a second, so that a flood does not make each request look through all. */
    private void sweep() {
        Instant now = clock.instant();
        Instant last = swept.get();
        if (now.isAfter(last.plus(BETWEEN_SWEEPS)) && swept.compareAndSet(last, now)) {
            here.values().removeIf(expires -> !now.isBefore(expires));
        }
    }
}

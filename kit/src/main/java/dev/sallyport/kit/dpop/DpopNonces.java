package dev.sallyport.kit.dpop;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.Sealer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Nonces that nobody can foretell and nobody stores: the digest of the current period under a key that all processes of an
 * installation derive. The one before is still good, so a nonce lives between one period and two.
 */
public final class DpopNonces {
    static final Duration PERIOD = Duration.ofMinutes(5);

    private final KeyedDigest digest;
    private final InstantSource clock;

    public DpopNonces(Sealer sealer, InstantSource clock) {
        this.digest = new KeyedDigest(sealer.derive("dpop-nonce"));
        this.clock = clock;
    }

    /** The nonce to hand out now. */
    @Spec("RFC 9449 §8")
    public String current() {
        return of(period());
    }

    /** Whether we handed it out in this period or the one before. */
    public boolean isGood(String nonce) {
        long now = period();
        return digest.matches(nonce, Long.toString(now)) || digest.matches(nonce, Long.toString(now - 1));
    }

    private String of(long period) {
        return digest.of(Long.toString(period));
    }

    private long period() {
        return clock.instant().getEpochSecond() / PERIOD.toSeconds();
    }
}

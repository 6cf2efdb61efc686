package dev.sallyport.gateway.proof;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether sign-in is under attack: so many were refused within a time. While it is, challenges that nobody solves count like refusals, so
 * that an attack which only meets challenges does not look like peace.
 */
public final class AttackWatch {
    private static final Logger LOG = LoggerFactory.getLogger(AttackWatch.class);

    private final long most;
    private final long period;
    private final long hold;
    private final LongSupplier nanos;
    private long begun;
    private long refused;
    private long unsolved;
    private long until;
    private boolean on;

    /**
     * @param most refusals within {@code period} are still peace
     * @param hold how long the last moment of attack is remembered
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public AttackWatch(long most, Duration period, Duration hold, LongSupplier nanos) {
        this.most = most;
        this.period = period.toNanos();
        this.hold = hold.toNanos();
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    public synchronized boolean isOn() {
        return lookedAt();
    }

    /** Somebody was refused for asking too often, or for a wrong credential. */
    public synchronized void refused() {
        lookedAt();
        refused++;
        judge();
    }

    /** Somebody without a proof was given a challenge. */
    public synchronized void challenged() {
        lookedAt();
        unsolved++;
        judge();
    }

    /** Somebody came with a proof. */
    public synchronized void solved() {
        unsolved = Math.max(0, unsolved - 1);
    }

    private void judge() {
        if (refused + unsolved > most) {
            if (!on) {
                LOG.warn("sign-in is under attack: a proof of work is asked for");
            }
            on = true;
            until = nanos.getAsLong() + hold;
        }
    }

    private boolean lookedAt() {
        long now = nanos.getAsLong();
        if (now - begun >= period) {
            begun = now;
            refused = 0;
            unsolved = 0;
        }
        if (on && now - until >= 0) {
            on = false;
            LOG.info("sign-in is no longer under attack: no proof of work is asked for");
        }
        return on;
    }
}

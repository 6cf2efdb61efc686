package dev.sallyport.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That none of some origins takes a connection, and how long requests wait for the end of it: a process that is alone in its role is
 * started anew in a few seconds. While it lasts, one of those who wait tries at a time. Where it has lasted for longer than the patience, nobody
 * waits any more until one of the origins is reached. Times are in nanoseconds of one clock.
 */
final class Absence {
    private static final Logger LOG = LoggerFactory.getLogger(Absence.class);

    /** Requests that wait at once (T43); more are answered as if nobody waited. */
    static final int MOST = 1_000;

    /** A refusal is news for so long. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** Who tries and hears nothing for so long is no reason for others not to try. */
    private static final Duration TRIAL = Duration.ofSeconds(1);

    /** Not all look again in the same moment. */
    private static final int STEPS = 8;

    private static final Duration STEP = Duration.ofMillis(12);

    private sealed interface State {
        /** One of them is reached, as far as is known. */
        record Over() implements State {}

        /**
         * It is waited for the end.
         *
         * @param since when it was first seen
         * @param last when it was last seen
         * @param tried until when somebody who tries is waited for
         */
        record Awaited(long since, long last, long tried) implements State {}

        /** It is not waited for the end any more. */
        record Lasting() implements State {}
    }

    private final String name;
    private final Duration patience;
    private final Counter waits;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Written under the lock; reading needs none, for almost always it is over and stays so. */
    private volatile State state = new State.Over();

    /**
     * @param name what logs and measurements call the origins
     * @param patience zero: nobody waits
     */
    Absence(String name, Duration patience, MeterRegistry meters) {
        this.name = name;
        this.patience = patience;
        this.waits = Counter.builder("sallyport.origin.waits")
                .description("Requests that waited because no origin took a connection")
                .tag("route", name)
                .register(meters);
        Gauge.builder("sallyport.origin.waiting", waiting, AtomicInteger::get)
                .description("Requests that wait because no origin takes a connection")
                .tag("route", name)
                .register(meters);
    }

    /**
     * A request met none.
     *
     * @param first whether it has not waited before
     * @param turn differs from request to request
     * @return how long it waits before it {@link #goesOn}; empty where it does not
     */
    Optional<Duration> met(long now, boolean first, int turn) {
        if (patience.isZero() || !isWaitedFor(now) || !enter()) {
            return Optional.empty();
        }
        if (first) {
            waits.increment();
        }
        return Optional.of(PAUSE.plus(STEP.multipliedBy(Math.floorMod(turn, STEPS))));
    }

    private boolean enter() {
        if (waiting.incrementAndGet() <= MOST) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    private synchronized boolean isWaitedFor(long now) {
        return switch (state) {
            case State.Over over -> {
                LOG.warn(
                        "no origin of {} takes a connection; requests wait up to {} ms for one",
                        name,
                        patience.toMillis());
                yield seen(new State.Awaited(now, now, now));
            }
            case State.Awaited(var since, var last, var tried)
            when now - since < patience.toNanos() -> seen(new State.Awaited(since, now, now));
            // Nobody has asked for a while, so nobody knows that it lasted.
            case State.Awaited(var since, var last, var tried)
            when now - last >= patience.toNanos() -> seen(new State.Awaited(now, now, now));
            case State.Awaited lasting -> {
                LOG.warn(
                        "no origin of {} takes a connection for longer than that; no request waits until one does",
                        name);
                state = new State.Lasting();
                yield false;
            }
            case State.Lasting lasting -> false;
        };
    }

    private boolean seen(State.Awaited so) {
        state = so;
        return true;
    }

    /** A request has waited for its pause. Whether it goes on and tries; it waits for the same pause once more otherwise. */
    boolean goesOn(long now) {
        boolean goes = !(state instanceof State.Awaited) || tries(now);
        if (goes) {
            left();
        }
        return goes;
    }

    private synchronized boolean tries(long now) {
        if (!(state instanceof State.Awaited(var since, var last, var tried))) {
            return true;
        }
        boolean lasts = now - since < patience.toNanos();
        boolean others = now - last < PAUSE.toNanos() || now - tried < 0;
        if (lasts && others) {
            return false;
        }
        state = new State.Awaited(since, last, now + TRIAL.toNanos());
        return true;
    }

    /** A request waits no more. */
    void left() {
        waiting.decrementAndGet();
    }

    /** An origin is reached. */
    void ended() {
        if (!(state instanceof State.Over) && end()) {
            LOG.info("an origin of {} takes connections again", name);
        }
    }

    private synchronized boolean end() {
        boolean was = !(state instanceof State.Over);
        state = new State.Over();
        return was;
    }
}

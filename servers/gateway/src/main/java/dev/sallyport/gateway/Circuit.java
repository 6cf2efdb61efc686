package dev.sallyport.gateway;

import java.time.Duration;

/**
 * Whether an origin is asked, judged by what became of earlier requests. After a failure it is out for a while; then one
 * request tries it, and the next while is twice as long where that fails too. Times are in nanoseconds of one clock.
 */
final class Circuit {
    /** So many requests in a row without an answer, where one alone proves nothing: it may be the request's own fault. */
    static final int FAILURES = 3;

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(60);

    /** How the origin stands. */
    private sealed interface State {
        /** It is asked. */
        record Closed(int failures) implements State {}

        /** It is not asked before {@code until}; it went out {@code times} times in a row. */
        record Open(long until, int times) implements State {}

        /** One request tries it, and no other before {@code until}. */
        record Trial(long until, int times) implements State {}
    }

    /** Written under the lock; reading needs none, for almost always it is closed and stays so. */
    private volatile State state = new State.Closed(0);

    /** Whether it may be asked now. */
    boolean admits(long now) {
        return switch (state) {
            case State.Closed closed -> true;
            case State.Open(var until, var times) -> now - until >= 0;
            case State.Trial(var until, var times) -> now - until >= 0;
        };
    }

    /** Whether it is out, also while it is tried. */
    boolean isOut() {
        return !(state instanceof State.Closed);
    }

    /** A request that may be sent is sent now. */
    void enter(long now) {
        if (isOut()) {
            begin(now);
        }
    }

    private synchronized void begin(long now) {
        state = switch (state) {
            case State.Closed closed -> closed;
            case State.Open(var until, var times) -> new State.Trial(now + rest(times), times);
            case State.Trial(var until, var times) -> new State.Trial(now + rest(times), times);
        };
    }

    /** It answered; true where it was out until now. */
    boolean answered() {
        return !(state instanceof State.Closed(var failures) && failures == 0) && close();
    }

    private synchronized boolean close() {
        boolean wasOut = isOut();
        state = new State.Closed(0);
        return wasOut;
    }

    /**
     * It did not answer.
     *
     * @param proven whether this one failure is enough
     * @param mayGo whether it may go out at all
     * @return true where it goes out now
     */
    synchronized boolean failed(boolean proven, boolean mayGo, long now) {
        return switch (state) {
            case State.Closed(var failures)
            when mayGo && (proven || failures + 1 >= FAILURES) -> {
                state = new State.Open(now + rest(1), 1);
                yield true;
            }
            case State.Closed(var failures) -> {
                state = new State.Closed(Math.min(failures + 1, FAILURES));
                yield false;
            }
            case State.Trial(var until, var times) -> {
                state = new State.Open(now + rest(times + 1), times + 1);
                yield false;
            }
            // What was under way when it went out says nothing new.
            case State.Open open -> false;
        };
    }

    /** How long it stays out the {@code times}th time in a row. */
    static long rest(int times) {
        return Math.min(FIRST.toNanos() << Math.min(times - 1, 20), LONGEST.toNanos());
    }
}

package dev.sallyport.kit.forward;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The origins of one request, one after the other. It is asked on event loops, so nothing in it may block. */
public interface Tries {
    /** An origin that was not tried yet; empty where none is left. */
    Optional<Try> next();

    /** The origin that was tried last, once more, over a connection of its own. */
    Try again();

    /**
     * Asked where no origin took a connection, so that nothing of the request was sent: how long it waits before one of them is
     * tried anew; empty where nobody waits for them, or not any more. Whoever was given a pause says {@link #resume} or {@link #leave} next.
     */
    default Optional<Duration> pause() {
        return Optional.empty();
    }

    /** The pause is over: the origin to try; empty where another request tries them just now, and this one pauses once more. */
    default Optional<Try> resume() {
        return next();
    }

    /** The client went away while its request waited. */
    default void leave() {
        // Nobody waits.
    }

    /** One origin, of which nothing is remembered. */
    static Tries of(URI origin) {
        return new OneOrigin(origin);
    }
}

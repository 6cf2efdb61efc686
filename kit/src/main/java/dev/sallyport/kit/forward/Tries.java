package dev.sallyport.kit.forward;

import java.net.URI;
import java.util.Optional;

/** The origins of one request, one after the other. It is asked on event loops, so nothing in it may block. */
public interface Tries {
    /** An origin that was not tried yet; empty where none is left. */
    Optional<Try> next();

    /** The origin that was tried last, once more, over a connection of its own. */
    Try again();

    /** One origin, of which nothing is remembered. */
    static Tries of(URI origin) {
        return new OneOrigin(origin);
    }
}

package dev.sallyport.kit.forward;

import java.time.Duration;
import java.util.Optional;

/**
 * Leave to become a WebSocket, given with a request that may, and only with such a one. Asked on event loops, so nothing in
 * it may block.
 */
public interface Sockets {
    /** How long such a connection may be silent in both directions. */
    Duration idle();

    /**
     * Why such a connection may not stay open any longer, whatever moves on it, in at most 100 characters of ASCII; empty
     * while it may. Asked about once a second.
     */
    Optional<String> revoked();

    /** Takes a place for one more; false where all are taken. */
    boolean enter();

    /** Gives the place back; told once for each that was taken. */
    void left();
}

package dev.sallyport.kit.forward;

import java.time.Duration;

/**
 * Leave to become a WebSocket, given with a request that may, and only with such a one. Asked on event loops, so nothing in
 * it may block.
 */
public interface Sockets {
    /** How long such a connection may be silent in both directions. */
    Duration idle();

    /** Takes a place for one more; false where all are taken. */
    boolean enter();

    /** Gives the place back; told once for each that was taken. */
    void left();
}

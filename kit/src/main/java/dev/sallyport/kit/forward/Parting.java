package dev.sallyport.kit.forward;

import dev.sallyport.kit.http.Request;
import java.time.Duration;

/** What is done to a request at the moment when it is sent to an origin. Asked on event loops, so nothing in it may block. */
@FunctionalInterface
public interface Parting {
    Parting NOTHING = (head, left) -> head;

    /**
     * The request as this origin gets it.
     *
     * @param left how long the beginning of its answer is waited for, once the origin has all of the request
     */
    Request said(Request head, Duration left);
}

package dev.sallyport.kit.forward;

import java.net.URI;

/** One origin that a request is sent to, and what became of it. Told on event loops, so nothing in it may block. */
public interface Try {
    /** {@code http://host:port} */
    URI origin();

    /** It has taken a connection just now. One that was kept proves nothing: who is leaving still serves those. */
    void reached();

    /**
     * The head of an answer came.
     *
     * @param leaving whether the origin said that it takes no more: 503 and {@code Connection: close}
     */
    void answered(int status, boolean leaving);

    /** No answer came, or it broke off. */
    void failed(Failure how);

    /** Nothing more comes of it, whatever became of it; told at the end, and more than once is as good as once. */
    void over();
}

package dev.sallyport.gateway;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** One origin of several: how it has been doing, and how much it has to do. */
final class Origin {
    private final URI url;
    private final long number;
    private final Circuit circuit = new Circuit();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean ill;

    /** @param url such as {@code http://10.0.0.7:8081} */
    Origin(URI url) {
        this.url = url;
        this.number = Balance.hash(url.toString());
    }

    URI url() {
        return url;
    }

    /** The same for the same origin, in every process. */
    long number() {
        return number;
    }

    Circuit circuit() {
        return circuit;
    }

    /** How many requests are at it. */
    int open() {
        return open.get();
    }

    void begun() {
        open.incrementAndGet();
    }

    void ended() {
        open.decrementAndGet();
    }

    /** Whether the health checks say that it is not well. */
    boolean isIll() {
        return ill;
    }

    void ill(boolean now) {
        ill = now;
    }

    boolean isUp() {
        return !ill && !circuit.isOut();
    }

    boolean mayBeAsked(long now) {
        return !ill && circuit.admits(now);
    }
}

package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all conversations of a place have in common: who handles requests, how much is borne, and what is under way. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final HttpEngine.Door door;
    private final HttpEngine.Limits limits;
    private final Supplier<String> ids;
    private final Executor threads;
    private final IntSupplier seconds;
    private final Connections connections;
    private final Tunnels tunnels;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean draining;

    Listener(
            HttpEngine.Door door,
            HttpEngine.Limits limits,
            Supplier<String> ids,
            Executor threads,
            IntSupplier seconds) {
        this.door = door;
        this.limits = limits;
        this.ids = ids;
        this.threads = threads;
        this.seconds = seconds;
        this.connections = new Connections(limits.connections(), seconds);
        this.tunnels = new Tunnels(seconds);
    }

    HttpEngine.Limits limits() {
        return limits;
    }

    Executor threads() {
        return threads;
    }

    IntSupplier seconds() {
        return seconds;
    }

    Connections connections() {
        return connections;
    }

    Tunnels tunnels() {
        return tunnels;
    }

    String newId() {
        return ids.get();
    }

    void sweep() {
        connections.closeSlow((int) limits.idle().toSeconds());
        tunnels.sweep();
    }

    /** From here on every answer ends its connection. What still comes over open connections is served: nobody else would. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    int inFlight() {
        return inFlight.get();
    }

    boolean isFull() {
        return inFlight.get() >= limits.inFlight();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void finish() {
        inFlight.decrementAndGet();
    }

    /** The problem as the engine itself answers it. */
    Response dressed(Problem problem) {
        return door.dressing().apply(problem.response());
    }

    /** How the request is to be handled. On the event loop. */
    HttpEngine.Handling received(Request request) {
        if (request.body().length().orElse(0) > limits.bodyBytes()) {
            return new HttpEngine.Handling(true, any -> dressed(Problem.tooLarge(limits.bodyBytes())));
        }
        try {
            return door.receiving().apply(request);
        } catch (RuntimeException | StackOverflowError bug) {
            return new HttpEngine.Handling(true, any -> failed(request, bug));
        }
    }

    /** The handler's answer, and a problem where it has a bug. */
    Response handled(Exchange exchange) {
        try {
            return exchange.handling().handler().handle(exchange.request());
        } catch (RuntimeException | StackOverflowError bug) {
            return failed(exchange.request(), bug);
        }
    }

    private Response failed(Request request, Throwable bug) {
        LOG.error("request {} failed", request.id(), bug);
        return dressed(Problem.internal());
    }
}

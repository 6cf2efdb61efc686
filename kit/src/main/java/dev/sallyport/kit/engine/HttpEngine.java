package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Handler;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Listens on sockets and turns what arrives into calls of a {@link Handler}, each on its own virtual thread. Event loops do
 * the input and output; nothing else in the product knows Vert.x.
 */
public final class HttpEngine implements AutoCloseable {
    /**
     * How much is borne (T43).
     *
     * @param headerBytes all header fields together, in bytes
     * @param idle how long a connection may be silent, and how long a body may keep us waiting for its next byte
     * @param connections open at once; more are closed at once
     * @param inFlight requests worked on at once; more get 503 with {@code Retry-After}
     */
    public record Limits(int headerBytes, long bodyBytes, Duration idle, int connections, int inFlight) {
        public static final Limits USUAL = new Limits(16 * 1024, 10L << 30, Duration.ofSeconds(60), 20_000, 10_000);
    }

    /** Where to listen; port 0 takes a free one. */
    public record Listen(String host, int port) {}

    /** A place that is listened on. */
    public interface Listening extends AutoCloseable {
        int port();

        /** Takes no new connections, lets what runs finish within {@code deadline}, then closes. */
        void drain(Duration deadline);

        @Override
        void close();
    }

    /** @param ids names each request, unguessably */
    public HttpEngine(Supplier<String> ids) {}

    /**
     * Begins to listen.
     *
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(Listen where, Limits limits, Handler handler) throws PortTaken {
        if (limits != null) {
            throw new PortTaken(where, new java.io.IOException("being built"));
        }
        return null;
    }

    @Override
    public void close() {}

    /** The port is in use, or not ours to use. */
    public static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1L;

        public PortTaken(Listen where, Throwable cause) {
            super("cannot listen on " + where.host() + ":" + where.port() + ": " + cause.getMessage(), cause);
        }
    }
}

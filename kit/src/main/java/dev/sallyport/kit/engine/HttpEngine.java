package dev.sallyport.kit.engine;

import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;

/**
 * Listens on sockets and turns what arrives into calls of a {@link Handler}, each on its own virtual thread. Event loops do
 * the input and output; nothing outside this package knows Netty.
 */
public final class HttpEngine implements AutoCloseable {
    /**
     * How much is borne (T43).
     *
     * @param headerBytes all header fields together, in bytes
     * @param idle how long a connection may be silent or owe a whole request, and how long a body may keep us waiting for
     *     its next byte; whole seconds
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

    /**
     * How a request is to be handled.
     *
     * @param quick whether nothing in it waits for anything, so that it is handled at once and not on a thread of its own
     */
    public record Handling(boolean quick, Handler handler) {
        /** Every request by this handler, on a thread of its own. */
        public static Function<Request, Handling> always(Handler handler) {
            var handling = new Handling(false, handler);
            return request -> handling;
        }
    }

    /**
     * Who handles what comes.
     *
     * @param receiving says how, before a body is here; it must not wait for anything
     * @param dressing what an answer gets that the engine gives itself, where no handler is asked or one has a bug
     */
    public record Door(Function<Request, Handling> receiving, UnaryOperator<Response> dressing) {
        public static Door of(Handler handler) {
            return of(handler, UnaryOperator.identity());
        }

        public static Door of(Handler handler, UnaryOperator<Response> dressing) {
            return new Door(Handling.always(handler), dressing);
        }
    }

    private final Supplier<String> ids;
    private final Loops loops = new Loops();
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final Dialling dialling;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 1).factory());

    /** @param ids names each request, unguessably */
    public HttpEngine(Supplier<String> ids) {
        this(ids, Optional.empty());
    }

    /** @param authorities whom servers behind are trusted by; absent: the platform's */
    HttpEngine(Supplier<String> ids, Optional<TrustManagerFactory> authorities) {
        this.ids = ids;
        this.dialling = new Dialling(loops, authorities);
    }

    /**
     * Begins to listen.
     *
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(Listen where, Limits limits, Handler handler) throws PortTaken {
        return listen(where, limits, Optional.empty(), Door.of(handler));
    }

    /**
     * Begins to listen.
     *
     * @param tls how connections are encrypted; absent: they are not
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(Listen where, Limits limits, Optional<Tls> tls, Door door) throws PortTaken {
        var listener = new Listener(door, limits, ids, threads, loops::seconds);
        var place = new Place(loops, dialling, listener, tls.map(t -> new Encryption(t, limits)), where);
        places.add(place);
        return place;
    }

    /** Carries requests to servers that are not ours, for a guard that has looked at the address (T05). */
    public Transport transport() {
        return new PinnedClient(loops, Optional.empty());
    }

    /** The same, trusting the given authorities instead of the platform's. */
    public Transport transport(TrustManagerFactory trusted) {
        return new PinnedClient(loops, Optional.of(trusted));
    }

    /** Ends whatever is left; a second time does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        // A loop that ends may leave sockets open that it has only just been given.
        places.forEach(Place::close);
        threads.shutdownNow();
        loops.close();
    }

    /** The port is in use, or not ours to use. */
    public static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1L;

        public PortTaken(Listen where, Throwable cause) {
            super("cannot listen on " + where.host() + ":" + where.port() + ": " + cause.getMessage(), cause);
        }
    }
}

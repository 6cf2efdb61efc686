package dev.sallyport.kit.engine;

import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManagerFactory;

/**
 * Listens on sockets and turns what arrives into calls of a {@link Handler}, each on its own virtual thread. Event loops do
 * the input and output; nothing outside this package knows Vert.x.
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

    private final Supplier<String> ids;
    private final Vertx vertx;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 1).factory());
    private final Set<Listen> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger seconds = new AtomicInteger();

    /** @param ids names each request, unguessably */
    public HttpEngine(Supplier<String> ids) {
        this.ids = ids;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops())
                .setDisableTCCL(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        vertx.setPeriodic(1_000, tick -> seconds.incrementAndGet());
    }

    /**
     * Begins to listen.
     *
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(Listen where, Limits limits, Handler handler) throws PortTaken {
        return listen(where, limits, handler, UnaryOperator.identity());
    }

    /**
     * Begins to listen.
     *
     * @param dressing what an answer gets that the engine gives itself, where no handler is asked or one has a bug
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(Listen where, Limits limits, Handler handler, UnaryOperator<Response> dressing)
            throws PortTaken {
        return listen(where, limits, Optional.empty(), handler, dressing);
    }

    /**
     * Begins to listen.
     *
     * @param tls how connections are encrypted; absent: they are not
     * @param dressing what an answer gets that the engine gives itself, where no handler is asked or one has a bug
     * @throws PortTaken when somebody else listens there
     */
    public Listening listen(
            Listen where, Limits limits, Optional<Tls> tls, Handler handler, UnaryOperator<Response> dressing)
            throws PortTaken {
        Listen address = where.port() == 0 ? free(where) : where;
        if (!taken.add(address)) {
            throw new PortTaken(where, new IOException("this program listens there already"));
        }
        boolean asksClients = tls.filter(Tls::asksClients).isPresent();
        var listener = new Listener(vertx, threads, ids, seconds::get, limits, asksClients, handler, dressing);
        var place = new Place(vertx, listener, limits, tls, address, taken);
        try {
            vertx.deployVerticle(place::loop, new DeploymentOptions().setInstances(loops()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            place.close();
            throw new PortTaken(where, e.getCause());
        }
        return place;
    }

    /** Carries requests to servers that are not ours, for a guard that has looked at the address (T05). */
    public Transport transport() {
        return new PinnedClient(vertx, new HttpClientOptions());
    }

    /** The same, trusting the given authorities instead of the platform's. */
    public Transport transport(TrustManagerFactory trusted) {
        return new PinnedClient(vertx, new HttpClientOptions().setTrustOptions(TrustOptions.wrap(trusted)));
    }

    /** A free port, so that every event loop can be given the same one. */
    private static Listen free(Listen where) throws PortTaken {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(where.host()))) {
            return new Listen(where.host(), socket.getLocalPort());
        } catch (IOException e) {
            throw new PortTaken(where, e);
        }
    }

    private static int loops() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the engine does not stop", e);
        }
    }

    /** The port is in use, or not ours to use. */
    public static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1L;

        public PortTaken(Listen where, Throwable cause) {
            super("cannot listen on " + where.host() + ":" + where.port() + ": " + cause.getMessage(), cause);
        }
    }
}

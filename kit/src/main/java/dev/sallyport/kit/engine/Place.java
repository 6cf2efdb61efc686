package dev.sallyport.kit.engine;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address that is listened on by every event loop. */
final class Place implements HttpEngine.Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);
    private static final int LONGEST_LINE = 8 * 1024;
    private static final Duration AHEAD = Duration.ofMillis(100);
    private static final Duration STEP = Duration.ofMillis(20);

    private final Vertx vertx;
    private final Listener listener;
    private final HttpEngine.Limits limits;
    private final Optional<Encryption> encryption;
    private final HttpEngine.Listen where;
    private final Set<HttpEngine.Listen> taken;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final long sweeping;

    Place(
            Vertx vertx,
            Listener listener,
            HttpEngine.Limits limits,
            Optional<Tls> tls,
            HttpEngine.Listen where,
            Set<HttpEngine.Listen> taken) {
        this.vertx = vertx;
        this.listener = listener;
        this.limits = limits;
        this.encryption = tls.map(t -> new Encryption(t, limits));
        this.where = where;
        this.taken = taken;
        this.sweeping = vertx.setPeriodic(1_000, tick -> listener.sweep());
    }

    /** The part of one event loop. */
    Deployable loop() {
        return context -> listen();
    }

    private Future<?> listen() {
        var decoding =
                new Http1ServerConfig().setMaxHeaderSize(limits.headerBytes()).setMaxInitialLineLength(LONGEST_LINE);
        var options = new HttpServerOptions()
                .setHost(where.host())
                .setPort(where.port())
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxInitialLineLength(LONGEST_LINE)
                .setIdleTimeout((int) Math.max(1, limits.idle().toSeconds()))
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1_024);
        encryption.ifPresent(how -> how.set(options));
        HttpServer server = vertx.createHttpServer(options)
                .exceptionHandler(Place::broken)
                .connectionHandler(connection -> listener.connected(connection, decoding))
                .invalidRequestHandler(listener::invalid)
                .requestHandler(listener::accept);
        return server.listen().onSuccess(servers::add);
    }

    /** A handshake that failed, or a connection before its first request: the peer's affair, and its address is not logged. */
    private static void broken(Throwable cause) {
        LOG.debug("a connection came to nothing: {}", cause.getMessage());
    }

    @Override
    public int port() {
        return servers.getFirst().actualPort();
    }

    @Override
    public void drain(Duration deadline) {
        var shut = servers.stream().map(server -> server.shutdown(deadline)).toList();
        try {
            // Whoever is told to take another connection must find that none is taken here any more: one that waits to
            // be
            // taken when the socket closes is lost.
            for (long spent = 0; listener.hasConnections() && spent < AHEAD.toMillis(); spent += STEP.toMillis()) {
                Thread.sleep(STEP);
            }
            listener.drain();
            for (long spent = 0; spent < deadline.toMillis() && isWanted(spent); spent += STEP.toMillis()) {
                if (spent > deadline.toMillis() / 2) {
                    listener.closeTunnels();
                }
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.drain();
        }
        close();
        shut.forEach(done -> done.onFailure(ignored -> {}));
    }

    private boolean isWanted(long spentMillis) {
        return listener.inFlight() > 0 || (listener.hasConnections() && spentMillis < Linger.MOMENT.toMillis());
    }

    @Override
    public void close() {
        vertx.cancelTimer(sweeping);
        servers.forEach(server ->
                server.close().toCompletionStage().toCompletableFuture().join());
        servers.clear();
        taken.remove(where);
    }
}

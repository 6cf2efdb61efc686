package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.http.TargetPath;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to servers of other processes, over which {@link Passage}s go. */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /** No route may wait longer for a connection. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    /** Servers that close what is idle do so after 5 s or more; being first loses no request to that. */
    private static final Duration KEPT = Duration.ofSeconds(4);

    /** To one origin; those who give leave for them count closer. */
    private static final int MOST_TUNNELS = 20_000;

    private final HttpClientAgent client;
    private final HttpClientAgent leaving;
    private final Tunnels tunnels;
    private final Set<HttpConnection> used = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final IntSupplier seconds;

    /** @param idle how long a client's connection may be silent */
    Forwarder(Vertx vertx, Duration idle, IntSupplier seconds, Tunnels tunnels) {
        // Shorter than the client's own, so that somebody is still there to be told.
        this.patience = idle.multipliedBy(3).dividedBy(4);
        this.seconds = seconds;
        this.tunnels = tunnels;
        this.client = client(vertx, idle, new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(2_048));
        // Those hold their connections for hours, and shall not take them away from requests.
        this.leaving = client(vertx, Duration.ZERO, new PoolOptions().setHttp1MaxSize(MOST_TUNNELS));
    }

    private static HttpClientAgent client(Vertx vertx, Duration idle, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout((int) LONGEST_CONNECT.toMillis())
                        .setKeepAlive(true)
                        .setKeepAliveTimeout((int) KEPT.toSeconds())
                        .setIdleTimeout((int) idle.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setDecompressionSupported(false))
                .with(pool)
                .withConnectHandler(connection -> connection.exceptionHandler(Forwarder::alsoTold))
                .build();
    }

    /** Nothing more is to be done: the request in question fails by itself. */
    static void alsoTold(Throwable failure) {
        LOG.debug("a connection to an origin failed: {}", failure.toString());
    }

    /**
     * Forwards, and answers with a problem where no origin answers.
     *
     * @param overlay is set on whatever is answered
     * @param answered gets the status that is sent
     */
    Future<Void> forward(Exchange exchange, ResponseBody.Forward forward, Headers overlay, Promise<Integer> answered) {
        if (exchange.response().closed()) {
            return Future.succeededFuture();
        }
        var reply =
                new Reply(exchange, forward.withheld(), forward.compresses(), overlay, answered, forward.onlooker());
        return new Passage(this, exchange, forward, reply).begin();
    }

    /** How long a client waits for an answer in all, before it is told that there is none. */
    Duration patience() {
        return patience;
    }

    /** A clock that only moves forward, in whole seconds. */
    int seconds() {
        return seconds.getAsInt();
    }

    /** The connections that have left HTTP. */
    Tunnels tunnels() {
        return tunnels;
    }

    /**
     * A request over a connection to the origin, new or kept, of which nothing is sent yet.
     *
     * @param leaves whether the connection shall leave HTTP with it
     */
    Future<HttpClientRequest> open(Try attempt, Request head, Terms terms, boolean leaves) {
        URI origin = attempt.origin();
        return (leaves ? leaving : client)
                .request(new RequestOptions()
                        .setHost(origin.getHost())
                        .setPort(port(origin))
                        .setSsl("https".equals(origin.getScheme()))
                        .setConnectTimeout(terms.connect().toMillis())
                        .setMethod(HttpMethod.valueOf(head.method()))
                        .setURI(TargetPath.encode(head.path()) + (head.query().isEmpty() ? "" : "?" + head.query()))
                        .setFollowRedirects(false));
    }

    /** Whether the connection carried a request before this one; said once for each request. */
    boolean wasKept(HttpConnection connection) {
        if (!used.add(connection)) {
            return true;
        }
        connection.closeHandler(gone -> used.remove(connection));
        return false;
    }

    private static int port(URI origin) {
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return "https".equals(origin.getScheme()) ? 443 : 80;
    }
}

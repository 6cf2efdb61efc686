package dev.sallyport.kit.engine;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.http.TargetPath;
import dev.sallyport.kit.http.WebSocketHandshake;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests from the event loops, has them handled on virtual threads, and sees to it that each is answered. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** Declared bodies up to this size are whole before the handler is called. */
    private static final int SMALL = 64 * 1024;

    private final Vertx vertx;
    private final Executor threads;
    private final Supplier<String> ids;
    private final IntSupplier seconds;
    private final HttpEngine.Limits limits;
    private final boolean asksClients;
    private final Handler handler;
    private final Answer answer;
    private final Tunnels tunnels;
    private final Connections connections;
    private final Delivery delivery;
    private volatile boolean draining;

    Listener(
            Vertx vertx,
            Executor threads,
            Supplier<String> ids,
            IntSupplier seconds,
            HttpEngine.Limits limits,
            boolean asksClients,
            Handler handler,
            UnaryOperator<Response> dressing) {
        this.vertx = vertx;
        this.threads = threads;
        this.ids = ids;
        this.seconds = seconds;
        this.limits = limits;
        this.asksClients = asksClients;
        this.handler = handler;
        this.tunnels = new Tunnels(seconds);
        this.answer = new Answer(new Forwarder(vertx, limits.idle(), seconds, tunnels), limits.idle(), dressing);
        this.connections = new Connections(limits.connections(), seconds);
        this.delivery = new Delivery(vertx, limits.idle(), answer, connections);
    }

    /** A new connection: one too many is closed at once; the others get the strict decoder. */
    void connected(HttpConnection connection, Http1ServerConfig config) {
        if (!connections.open(connection)) {
            connection.close();
            return;
        }
        if (connection instanceof Http1ServerConnection http1) {
            ChannelPipeline pipeline = http1.channelHandlerContext().pipeline();
            pipeline.replace("httpDecoder", "httpDecoder", new StrictDecoder(config));
            pipeline.addAfter("httpDecoder", "linger", new Linger());
            // Its own handler for that does not survive an upgrade.
            http1.channel().closeFuture().addListener(closed -> connections.closed(connection));
        } else {
            connection.closeHandler(closed -> connections.closed(connection));
        }
    }

    void sweep() {
        connections.closeSlow((int) limits.idle().toSeconds());
        tunnels.sweep();
    }

    /** Ends the connections that have left HTTP; nothing tells when they would end by themselves. */
    void closeTunnels() {
        tunnels.close();
    }

    /** From here on every answer ends its connection. What still comes over open connections is served: nobody else would. */
    void drain() {
        draining = true;
    }

    private boolean isDraining() {
        return draining;
    }

    /** Whether a connection is open, over which a request may be under way. */
    boolean hasConnections() {
        return !connections.isEmpty();
    }

    int inFlight() {
        return delivery.inFlight();
    }

    /** What the decoder could not read: a problem, and the end of the connection. */
    void invalid(HttpServerRequest raw) {
        if (connections.isRefused(raw.connection())) {
            return;
        }
        refuse(raw, Framing.undecodable(raw));
    }

    /** One request, on its event loop. */
    void accept(HttpServerRequest raw) {
        if (connections.isRefused(raw.connection())) {
            return;
        }
        Optional<Problem> framing = Framing.objection(raw);
        if (framing.isPresent()) {
            refuse(raw, framing.get());
        } else if (delivery.inFlight() >= limits.inFlight()) {
            Problem busy = Problem.of(503, "overloaded", "Too busy", "Try again in a moment.");
            refuse(raw, answer.dressed(busy).header("retry-after", "1"));
        } else {
            switch (TargetPath.parse(raw.uri())) {
                case TargetPath.Good(var path, var query) -> take(raw, path, query);
                case TargetPath.Asterisk asterisk -> refuse(raw, Problem.notFound());
                case TargetPath.Refused(var reason) -> refuse(raw, Problem.malformed(reason));
            }
        }
    }

    private void take(HttpServerRequest raw, String path, String query) {
        Headers headers;
        try {
            headers = Headers.copyOf(raw.headers());
        } catch (IllegalArgumentException control) {
            refuse(raw, Problem.malformed("A header field has a character that is not allowed there."));
            return;
        }
        if (WebSocketUpgrade.isAsked(raw)) {
            stopReading(raw.connection());
        }
        delivery.begin();
        var request = new Request(
                raw.method().name(),
                path,
                query,
                headers,
                RequestBody.EMPTY,
                peer(raw),
                raw.isSSL(),
                ids.get(),
                Map.of(),
                certificate(raw));
        Context context = Vertx.currentContext();
        String length = raw.getHeader("content-length");
        boolean chunked = raw.getHeader("transfer-encoding") != null;
        boolean expects = raw.getHeader("expect") != null;
        if (!chunked && (length == null || length.equals("0"))) {
            connections.busy(raw.connection());
            run(new Exchange(raw, context, request, Optional.empty(), this::isDraining));
        } else if (!chunked && !expects && length.length() < 6 && Integer.parseInt(length) <= SMALL) {
            raw.body().onComplete(body -> {
                if (body.succeeded()) {
                    connections.busy(raw.connection());
                    run(new Exchange(
                            raw, context, request.with(whole(body.result())), Optional.empty(), this::isDraining));
                } else {
                    delivery.giveUp();
                }
            });
        } else {
            connections.busy(raw.connection());
            var incoming = new IncomingBody(raw, context, limits, seconds);
            run(new Exchange(raw, context, request.with(incoming), Optional.of(incoming), this::isDraining));
        }
    }

    /** What came after this request would be a WebSocket's, and is not read as requests whatever becomes of it (T40). */
    private void stopReading(HttpConnection connection) {
        connections.refuse(connection);
        if (connection instanceof Http1ServerConnection http1) {
            http1.channelHandlerContext().pipeline().get(StrictDecoder.class).stop();
        }
    }

    private static RequestBody whole(Buffer body) {
        return RequestBody.of(body.getBytes());
    }

    private void run(Exchange exchange) {
        threads.execute(() -> delivery.deliver(exchange, handled(exchange)));
    }

    private Response handled(Exchange exchange) {
        long declared = exchange.request().body().length().orElse(0);
        if (declared > limits.bodyBytes()) {
            return answer.dressed(Problem.tooLarge(limits.bodyBytes()));
        }
        try {
            return handler.handle(exchange.request());
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("request {} failed", exchange.request().id(), bug);
            return answer.dressed(Problem.internal());
        }
    }

    private void refuse(HttpServerRequest raw, Problem problem) {
        Response response = answer.dressed(problem);
        refuse(
                raw,
                problem.status() == 426
                        ? response.header("upgrade", "websocket")
                                .header("sec-websocket-version", WebSocketHandshake.VERSION)
                        : response);
    }

    /** Answers before anything of the request is believed, and closes the connection. */
    private void refuse(HttpServerRequest raw, Response response) {
        connections.refuse(raw.connection());
        byte[] bytes = ((ResponseBody.Bytes) response.body()).bytes();
        var out = raw.response().setStatusCode(response.status());
        response.headers().each(out::putHeader);
        out.putHeader("x-request-id", ids.get())
                .putHeader("connection", response.status() == 426 ? "upgrade, close" : "close");
        Future<Void> sent = out.end(Buffer.buffer(bytes));
        sent.onComplete(done -> vertx.setTimer(50, now -> raw.connection().close()));
    }

    /** What the client showed in its handshake, where it was asked. */
    private Optional<ClientCertificate> certificate(HttpServerRequest raw) {
        if (!asksClients) {
            return Optional.empty();
        }
        try {
            var chain = Stream.of(raw.connection().sslSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
            return Optional.of(new ClientCertificate(chain));
        } catch (SSLPeerUnverifiedException noneShown) {
            return Optional.empty();
        }
    }

    private static Address peer(HttpServerRequest raw) {
        String address = raw.connection().remoteAddress().hostAddress();
        int zone = address.indexOf('%');
        return new Address(InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)));
    }
}

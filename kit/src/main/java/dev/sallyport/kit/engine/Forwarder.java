package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.http.TargetPath;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams requests on to servers of other processes over kept connections, and their answers back; on the event loop. */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    /** Of these, what the origin says stands beside what is set here. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary");

    /** Fields that speak of one connection only. */
    @Spec("RFC 9110 §7.6.1")
    private static Set<String> hopByHop(Iterable<String> connection) {
        var names = new HashSet<>(Set.of(
                "connection",
                "keep-alive",
                "proxy-connection",
                "proxy-authenticate",
                "proxy-authorization",
                "te",
                "trailer",
                "transfer-encoding",
                "upgrade",
                "expect"));
        connection.forEach(value -> Arrays.stream(value.split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(names::add));
        return names;
    }

    private final HttpClientAgent client;

    /** How long an origin may be silent, in milliseconds, once it has the whole request. */
    private final long patience;

    Forwarder(Vertx vertx, Duration idle) {
        // Shorter than the client's own, so that somebody is still there to be told.
        this.patience = idle.toMillis() * 3 / 4;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(5_000)
                        .setKeepAlive(true)
                        .setIdleTimeout((int) idle.toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(2_048))
                .withConnectHandler(connection -> connection.exceptionHandler(Forwarder::alsoTold))
                .build();
    }

    /** Nothing more is to be done: the request in question fails by itself. */
    private static void alsoTold(Throwable failure) {
        LOG.debug("a connection to an origin failed: {}", failure.toString());
    }

    /**
     * Forwards, and answers with a problem where the origin does not.
     *
     * @param overlay is set on whatever is answered
     * @param answered gets the status that is sent
     */
    Future<Void> forward(Exchange exchange, ResponseBody.Forward forward, Headers overlay, Promise<Integer> answered) {
        if (exchange.response().closed()) {
            return Future.succeededFuture();
        }
        Request head = forward.head();
        var options = new RequestOptions()
                .setHost(forward.origin().getHost())
                .setPort(port(forward.origin()))
                .setSsl("https".equals(forward.origin().getScheme()))
                .setMethod(HttpMethod.valueOf(head.method()))
                .setURI(TargetPath.encode(head.path()) + (head.query().isEmpty() ? "" : "?" + head.query()))
                .setFollowRedirects(false);
        return client.request(options)
                .compose(out -> ask(exchange, head, out))
                .compose(in -> answer(exchange, forward, in, overlay, answered))
                .recover(failure -> failed(exchange, failure, overlay, answered));
    }

    private Future<HttpClientResponse> ask(Exchange exchange, Request head, HttpClientRequest out) {
        Set<String> hop = hopByHop(head.headers().all("connection"));
        head.headers().each((name, value) -> {
            if (!hop.contains(name) && !name.equals("content-length")) {
                out.headers().add(name, value);
            }
        });
        exchange.response().closeHandler(gone -> out.reset());
        out.exceptionHandler(Forwarder::alsoTold);
        Future<HttpClientResponse> answered = out.response();
        if (exchange.incoming().isPresent()) {
            IncomingBody body = exchange.incoming().get();
            body.length()
                    .ifPresentOrElse(
                            length -> out.putHeader("content-length", Long.toString(length)),
                            () -> out.setChunked(true));
            body.pipe(out).onSuccess(whole -> out.idleTimeout(patience)).onFailure(broken -> out.reset());
        } else {
            byte[] bytes = bytes(exchange.request().body());
            if (bytes.length > 0 || exchange.raw().getHeader("content-length") != null) {
                out.putHeader("content-length", Integer.toString(bytes.length));
            }
            out.end(Buffer.buffer(bytes));
            out.idleTimeout(patience);
        }
        return answered;
    }

    private static Future<Void> answer(
            Exchange exchange,
            ResponseBody.Forward forward,
            HttpClientResponse in,
            Headers overlay,
            Promise<Integer> answered) {
        if (in.statusCode() < 200 || in.statusCode() > 599) {
            in.exceptionHandler(Forwarder::alsoTold).request().reset();
            return Future.failedFuture(new IOException("it answered with status " + in.statusCode()));
        }
        HttpServerResponse out = exchange.response();
        out.setStatusCode(in.statusCode());
        Set<String> hop = hopByHop(in.headers().getAll("connection"));
        in.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!hop.contains(lower) && !forward.withheld().test(lower)) {
                out.headers().add(name, value);
            }
        });
        overlay(out.headers(), overlay);
        Answer.last(exchange);
        answered.tryComplete(in.statusCode());
        if (exchange.isHead() || Answer.hasNoBody(in.statusCode())) {
            in.resume();
            return out.end();
        }
        if (!out.headers().contains("content-length")) {
            out.setChunked(true);
        }
        // What breaks off behind must break off in front as well, and not look whole.
        return in.pipe().endOnFailure(false).to(out);
    }

    private static void overlay(MultiMap headers, Headers overlay) {
        overlay.each((name, value) -> {
            if (!ADDED.contains(name)) {
                headers.remove(name);
            }
        });
        overlay.each(headers::add);
    }

    private static Future<Void> failed(
            Exchange exchange, Throwable failure, Headers overlay, Promise<Integer> answered) {
        HttpServerResponse out = exchange.response();
        if (out.headWritten() || out.closed()) {
            exchange.raw().connection().close();
            return Future.failedFuture(new IOException("broke off", failure));
        }
        LOG.warn(
                "request {} was not answered by its origin: {}",
                exchange.request().id(),
                failure.toString());
        out.headers().clear();
        Response problem = switch (failure) {
            case TimeoutException late ->
                Problem.of(504, "bad-gateway", "The server behind is too slow", "Try again later.")
                        .response();
            case ConnectionPoolTooBusyException busy ->
                Problem.of(503, "overloaded", "Too busy", "Try again in a moment.")
                        .retryAfter(Duration.ofSeconds(1));
            default ->
                Problem.of(502, "bad-gateway", "The server behind does not answer", "Try again later.")
                        .response();
        };
        overlay.each((name, value) -> {
            if (!problem.headers().has(name)) {
                out.headers().add(name, value);
            }
        });
        answered.tryComplete(problem.status());
        return Answer.bytes(exchange, problem, ((ResponseBody.Bytes) problem.body()).bytes());
    }

    private static byte[] bytes(RequestBody small) {
        try {
            return small.stream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot break off", e);
        }
    }

    private static int port(java.net.URI origin) {
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return "https".equals(origin.getScheme()) ? 443 : 80;
    }
}

package dev.sallyport.kit.engine;

import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.FetchTarget;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Headers;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects to the address it is told, while the server's name goes into SNI, into the check of its certificate and into
 * {@code Host}. HTTP/1.1, a connection for each request.
 */
final class PinnedClient implements Transport {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int LONGEST_HEAD = 16 * 1024;

    private final HttpClientAgent client;

    /** @param options that say whom to trust, or nothing for the platform's authorities */
    PinnedClient(Vertx vertx, HttpClientOptions options) {
        this.client = vertx.createHttpClient(options.setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setVerifyHost(true)
                .setDecompressionSupported(false));
    }

    @Override
    public Reply send(Outgoing request, InetAddress address, FetchLimits limits) {
        FetchTarget target = request.target();
        var options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(target.path())
                .setFollowRedirects(false);
        var reply = Promise.<Reply>promise();
        client.request(options)
                .onFailure(e -> reply.tryComplete(new Reply.Unreachable(e.toString())))
                .onSuccess(out -> ask(out, request, limits, reply));
        try {
            return reply.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reply.tryComplete(new Reply.TooSlow());
            return new Reply.TooSlow();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request to another server failed where it may not", e);
        } catch (InterruptedException e) {
            reply.tryComplete(new Reply.TooSlow());
            Thread.currentThread().interrupt();
            return new Reply.TooSlow();
        }
    }

    /** Connected, on the event loop. Whatever decides the reply, waiting too long included, also ends the connection. */
    private static void ask(HttpClientRequest out, Outgoing request, FetchLimits limits, Promise<Reply> reply) {
        reply.future().onComplete(decided -> out.connection().close());
        // Broken HTTP fails the response too; without a handler the engine would log what a stranger sent.
        out.connection().exceptionHandler(e -> reply.tryComplete(new Reply.Broken(e.toString())));
        request.headers().each(out::putHeader);
        out.exceptionHandler(e -> reply.tryComplete(new Reply.Broken(e.toString())));
        out.response()
                .onFailure(e -> reply.tryComplete(new Reply.Broken(e.toString())))
                .onSuccess(in -> read(in, limits.bodyBytes(), reply));
        if (request.body().length == 0) {
            out.end();
        } else {
            out.end(Buffer.buffer(request.body()));
        }
    }

    private static void read(HttpClientResponse in, int most, Promise<Reply> reply) {
        Buffer body = Buffer.buffer();
        in.exceptionHandler(e -> reply.tryComplete(new Reply.Broken(e.toString())));
        in.handler(piece -> {
            if (body.length() + piece.length() > most) {
                in.handler(rest -> {});
                reply.tryComplete(new Reply.TooLarge());
            } else {
                body.appendBuffer(piece);
            }
        });
        in.endHandler(end -> reply.tryComplete(answer(in, body)));
    }

    private static Reply answer(HttpClientResponse in, Buffer body) {
        try {
            return new Reply.Answer(in.statusCode(), Headers.copyOf(in.headers()), body.getBytes());
        } catch (IllegalArgumentException control) {
            return new Reply.Broken("a header field has a character that is not allowed there");
        }
    }
}

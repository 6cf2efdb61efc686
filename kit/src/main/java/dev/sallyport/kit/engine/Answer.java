package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes responses: the head and small bodies on the event loop, streams from the virtual thread that made them. */
final class Answer {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int PIECE = 64 * 1024;

    private final Forwarder forwarder;
    private final Duration idle;
    private final UnaryOperator<Response> dressing;

    /** @param dressing what an answer gets that no handler made */
    Answer(Forwarder forwarder, Duration idle, UnaryOperator<Response> dressing) {
        this.forwarder = forwarder;
        this.idle = idle;
        this.dressing = dressing;
    }

    /** The problem as the engine itself answers it. */
    Response dressed(Problem problem) {
        return dressing.apply(problem.response());
    }

    /** Sends the response; called on the request's virtual thread, which it holds until the last byte is taken. */
    void send(Exchange exchange, Response response) throws IOException {
        switch (response.body()) {
            case ResponseBody.Bytes(var bytes) -> await(on(exchange, () -> bytes(exchange, response, bytes)));
            case ResponseBody.Stream(var stream, var length) -> {
                try (stream) {
                    stream(exchange, response, stream, length);
                }
            }
            case ResponseBody.FilePart part -> file(exchange, response, part);
            case ResponseBody.Forward forward -> forward(exchange, response, forward);
        }
    }

    /** Sends small bytes. On the event loop. */
    static Future<Void> bytes(Exchange exchange, Response response, byte[] bytes) {
        if (exchange.response().closed()) {
            return Future.succeededFuture();
        }
        head(exchange, response);
        if (hasNoBody(response.status())) {
            return exchange.response().end();
        }
        if (exchange.isHead()) {
            if (!response.headers().has("content-length")) {
                exchange.response().putHeader("content-length", Integer.toString(bytes.length));
            }
            return exchange.response().end();
        }
        return exchange.response().end(Buffer.buffer(bytes));
    }

    private void stream(Exchange exchange, Response response, InputStream stream, OptionalLong length)
            throws IOException {
        await(on(exchange, () -> {
            head(exchange, response);
            length.ifPresentOrElse(
                    bytes -> exchange.response().putHeader("content-length", Long.toString(bytes)),
                    () -> exchange.response().setChunked(!exchange.isHead()));
            return exchange.isHead()
                    ? exchange.response().end()
                    : exchange.response().writeHead();
        }));
        if (exchange.isHead()) {
            return;
        }
        try {
            byte[] piece = new byte[PIECE];
            for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                Buffer buffer = Buffer.buffer(count).appendBytes(piece, 0, count);
                await(on(exchange, () -> exchange.response().write(buffer)));
            }
            await(on(exchange, () -> exchange.response().end()));
        } catch (IOException | RuntimeException e) {
            // The head is out already, so that closing is all that tells the client.
            exchange.context().runOnContext(now -> exchange.raw().connection().close());
            throw e;
        }
    }

    private void file(Exchange exchange, Response response, ResponseBody.FilePart part) throws IOException {
        try (FileChannel channel = FileChannel.open(part.file(), StandardOpenOption.READ)) {
            Future<Void> sent = on(exchange, () -> {
                head(exchange, response);
                exchange.response().putHeader("content-length", Long.toString(part.length()));
                return exchange.isHead() || part.length() == 0
                        ? exchange.response().end()
                        : exchange.response().sendFile(channel, part.offset(), part.length());
            });
            finished(sent);
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("a handler answered with a file that is not there", e);
        }
    }

    /** Both bodies stream on the event loops, for as long as they take; here it is only noted how it began and ended. */
    private void forward(Exchange exchange, Response response, ResponseBody.Forward forward) throws IOException {
        Promise<Integer> answered = Promise.promise();
        Future<Void> sent = on(exchange, () -> forwarder.forward(exchange, forward, response.headers(), answered));
        sent.onComplete(done -> answered.tryComplete(ResponseBody.Forward.GONE));
        forward.answered()
                .accept(answered.future()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        try {
            finished(sent);
        } finally {
            forward.ended().run();
        }
    }

    /** Status and fields, as they were set. */
    private static void head(Exchange exchange, Response response) {
        HttpServerResponse out = exchange.response();
        int status = response.status();
        if (status < 200 || status > 599) {
            throw new IllegalStateException("a handler answered with status " + status);
        }
        out.setStatusCode(status);
        response.headers().each((name, value) -> out.headers().add(name, value));
        last(exchange);
    }

    static void last(Exchange exchange) {
        if (!exchange.response().headers().contains("x-request-id")) {
            exchange.response().putHeader("x-request-id", exchange.request().id());
        }
        if (exchange.closesAfter()) {
            exchange.response().putHeader("connection", "close");
        }
    }

    static boolean hasNoBody(int status) {
        return status == 204 || status == 304;
    }

    /** A 500 where nothing has been sent yet; otherwise the connection is all that can be ended. On the event loop. */
    Future<Void> failed(Exchange exchange) {
        if (exchange.response().headWritten()) {
            return exchange.raw().connection().close();
        }
        exchange.response().headers().clear();
        Response problem = dressed(Problem.internal());
        return bytes(exchange, problem, ((ResponseBody.Bytes) problem.body()).bytes());
    }

    private interface Step {
        Future<Void> run();
    }

    private static Future<Void> on(Exchange exchange, Step step) {
        Promise<Void> promise = Promise.promise();
        exchange.context().runOnContext(now -> {
            try {
                step.run().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    /** Waits for a step that a silent client may not hold up for longer than the idle time. */
    private void await(Future<Void> step) throws IOException {
        get(step, idle.toMillis());
    }

    /** Waits for the whole of a long transfer; the idle time of the connection ends it where the client stalls. */
    private static void finished(Future<Void> transfer) throws IOException {
        get(transfer, Long.MAX_VALUE / 2);
    }

    private static void get(Future<Void> future, long millis) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException bug) {
                throw bug;
            }
            LOG.debug("an answer was not taken: {}", e.getCause().toString());
            throw new IOException("the client went away", e);
        } catch (TimeoutException e) {
            throw new IOException("the client takes nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answering", e);
        }
    }
}

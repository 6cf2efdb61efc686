package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings each answer to its client, and says what becomes of the connection after it. Counts what is under way. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** How long the rest of a body that nobody wants is taken, so that the answer is not lost to a reset connection. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Duration idle;
    private final Answer answer;
    private final Connections connections;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param idle how long a client may take nothing of an answer that is whole */
    Delivery(Vertx vertx, Duration idle, Answer answer, Connections connections) {
        this.vertx = vertx;
        this.idle = idle;
        this.answer = answer;
        this.connections = connections;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** A request is taken. */
    void begin() {
        inFlight.incrementAndGet();
    }

    /** A request that was taken broke off, and there is nobody to answer. */
    void giveUp() {
        inFlight.decrementAndGet();
    }

    /** Sends the answer. On the request's virtual thread, which goes on at once where the answer is whole. */
    void deliver(Exchange exchange, Response response) {
        if (response.body() instanceof ResponseBody.Bytes(var bytes)) {
            // Most answers: one hop to the event loop, and nobody waits for the client.
            exchange.context().runOnContext(now -> send(exchange, response, bytes));
        } else {
            stream(exchange, response);
        }
    }

    /** On the event loop. */
    private void send(Exchange exchange, Response response, byte[] bytes) {
        Future<Void> sent;
        try {
            sent = Answer.bytes(exchange, response, bytes);
        } catch (RuntimeException bug) {
            broken(exchange, bug);
            answer.failed(exchange).onComplete(done -> finish(exchange));
            return;
        }
        if (sent.isComplete()) {
            sent(exchange, sent);
        } else {
            HttpConnection connection = exchange.raw().connection();
            long patience = vertx.setTimer(idle.toMillis(), now -> connection.close());
            sent.onComplete(done -> {
                vertx.cancelTimer(patience);
                sent(exchange, done);
            });
        }
    }

    private void sent(Exchange exchange, AsyncResult<Void> sent) {
        if (sent.failed()) {
            untold(exchange, sent.cause());
            exchange.raw().connection().close();
        }
        finish(exchange);
    }

    /** As it comes, for as long as that takes. On the request's virtual thread. */
    private void stream(Exchange exchange, Response response) {
        try {
            answer.send(exchange, response);
        } catch (IOException gone) {
            untold(exchange, gone);
            exchange.context().runOnContext(now -> exchange.raw().connection().close());
        } catch (RuntimeException | StackOverflowError bug) {
            broken(exchange, bug);
            exchange.context().runOnContext(now -> answer.failed(exchange));
        } finally {
            exchange.context().runOnContext(now -> finish(exchange));
        }
    }

    private static void untold(Exchange exchange, Throwable gone) {
        LOG.debug(
                "request {} was not answered to its end: {}", exchange.request().id(), gone.getMessage());
    }

    private static void broken(Exchange exchange, Throwable bug) {
        LOG.error("request {} failed while it was answered", exchange.request().id(), bug);
    }

    private void finish(Exchange exchange) {
        inFlight.decrementAndGet();
        HttpConnection connection = exchange.raw().connection();
        if (exchange.hasRest()) {
            exchange.incoming().get().discard();
            vertx.setTimer(LINGER.toMillis(), now -> connection.close());
        } else if (exchange.closesAfter()) {
            connection.close();
        } else {
            connections.idle(connection);
        }
    }
}

package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests handled, on virtual threads or at once where nothing in it blocks, and brings each answer to its client. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Listener listener;
    private final Forwarder forwarder;
    private final Answer answer;

    Delivery(Listener listener, Forwarder forwarder) {
        this.listener = listener;
        this.forwarder = forwarder;
        this.answer = new Answer(listener.limits().idle());
    }

    /** On the event loop. */
    void run(Exchange exchange) {
        if (exchange.handling().quick()) {
            deliver(exchange, listener.handled(exchange));
        } else {
            listener.threads().execute(() -> {
                if (!exchange.channel().isActive() && exchange.request().isSafe()) {
                    // Nobody would see the answer, and nothing else comes of it.
                    exchange.loop().execute(() -> exchange.conversation().finish(exchange));
                    return;
                }
                Response response = listener.handled(exchange);
                switch (response.body()) {
                    // Most answers: one hop to the event loop, and nobody waits for the client.
                    case ResponseBody.Bytes bytes -> exchange.loop().execute(() -> deliver(exchange, response));
                    case ResponseBody.Forward forward -> forward(exchange, response, forward);
                    case ResponseBody.Stream stream -> stream(exchange, response);
                    case ResponseBody.FilePart part -> stream(exchange, response);
                }
            });
        }
    }

    /** Both bodies stream on the event loop, for as long as they take; here it is only noted how it began and ended. */
    private void forward(Exchange exchange, Response response, ResponseBody.Forward forward) {
        var told = new Told.Waiting();
        exchange.loop().execute(() -> forward(exchange, response, forward, told));
        told.tell(forward);
    }

    private void forward(Exchange exchange, Response response, ResponseBody.Forward forward, Told told) {
        try {
            forwarder.forward(exchange, forward, response.headers(), told);
        } catch (RuntimeException bug) {
            broken(exchange, bug);
            told.over();
        }
    }

    /** On the event loop. */
    private void deliver(Exchange exchange, Response response) {
        try {
            switch (response.body()) {
                case ResponseBody.Bytes(var bytes) -> send(exchange, response, bytes);
                case ResponseBody.Forward forward -> forward(exchange, response, forward, Told.directly(forward));
                case ResponseBody.Stream stream -> listener.threads().execute(() -> stream(exchange, response));
                case ResponseBody.FilePart part -> listener.threads().execute(() -> stream(exchange, response));
            }
        } catch (RuntimeException bug) {
            broken(exchange, bug);
        }
    }

    private void send(Exchange exchange, Response response, byte[] bytes) {
        if (exchange.isGone()) {
            exchange.conversation().finish(exchange);
            return;
        }
        finish(exchange, exchange.whole(response.status(), response.headers(), Unpooled.wrappedBuffer(bytes)));
    }

    /** Once the client has taken the whole answer; one that takes nothing of it is not waited for. */
    void finish(Exchange exchange, ChannelFuture sent) {
        if (sent.isDone()) {
            sent(exchange, sent);
            return;
        }
        Future<?> patience = exchange.loop()
                .schedule(
                        exchange.conversation()::close, listener.limits().idle().toMillis(), TimeUnit.MILLISECONDS);
        sent.addListener(done -> {
            patience.cancel(false);
            sent(exchange, sent);
        });
    }

    private static void sent(Exchange exchange, ChannelFuture sent) {
        if (!sent.isSuccess()) {
            untold(exchange, sent.cause());
            exchange.conversation().close();
        }
        exchange.conversation().finish(exchange);
    }

    /** As it comes, for as long as that takes. On the request's virtual thread. */
    private void stream(Exchange exchange, Response response) {
        try {
            answer.send(exchange, response);
            exchange.loop().execute(() -> exchange.conversation().finish(exchange));
        } catch (IOException gone) {
            untold(exchange, gone);
            exchange.loop().execute(() -> {
                exchange.conversation().close();
                exchange.conversation().finish(exchange);
            });
        } catch (RuntimeException | StackOverflowError bug) {
            exchange.loop().execute(() -> broken(exchange, bug));
        }
    }

    /** A 500 where nothing has been sent yet; otherwise the connection is all that can be ended. On the event loop. */
    private void broken(Exchange exchange, Throwable bug) {
        LOG.error("request {} failed while it was answered", exchange.request().id(), bug);
        if (exchange.isHeadSent()) {
            exchange.conversation().close();
            exchange.conversation().finish(exchange);
        } else {
            Response problem = listener.dressed(Problem.internal());
            send(exchange, problem, ((ResponseBody.Bytes) problem.body()).bytes());
        }
    }

    private static void untold(Exchange exchange, Throwable gone) {
        LOG.debug(
                "request {} was not answered to its end: {}", exchange.request().id(), gone.getMessage());
    }
}

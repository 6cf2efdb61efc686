package dev.sallyport.kit.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a connection open for a moment after the server was told to close, so that a request which is under way to it meets
 * somebody. A client cannot know in time that a connection is about to close (RFC 9112 §9.5).
 */
final class Linger extends ChannelInboundHandlerAdapter {
    static final Duration MOMENT = Duration.ofMillis(400);

    private Future<?> closing = CompletableFuture.completedFuture(true);

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            closing = context.executor()
                    .schedule(() -> context.fireUserEventTriggered(event), MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing.cancel(false);
        context.fireChannelInactive();
    }
}

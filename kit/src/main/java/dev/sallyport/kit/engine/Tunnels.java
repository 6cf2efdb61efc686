package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** The connections of a place that have left HTTP. */
final class Tunnels {
    private final Set<Tunnel> open = ConcurrentHashMap.newKeySet();
    private final IntSupplier seconds;

    /** @param seconds a clock that only moves forward */
    Tunnels(IntSupplier seconds) {
        this.seconds = seconds;
    }

    /**
     * Joins the client's connection, over which the head of 101 has gone out, with the origin's. Done when the client's is
     * closed. On the event loop.
     */
    ChannelFuture join(Conversation conversation, OriginConnection origin, Sockets leave) {
        var tunnel = new Tunnel(conversation.channel(), origin.channel(), leave, seconds);
        open.add(tunnel);
        conversation.connection().leave();
        origin.leave();
        exchange(conversation.channel().pipeline(), conversation, tunnel.inward(), StrictDecoder.class);
        exchange(origin.channel().pipeline(), origin, tunnel.outward(), AnswerDecoder.class);
        conversation.channel().config().setAutoRead(true);
        return tunnel.over().addListener(over -> open.remove(tunnel));
    }

    /** What is left of bytes in the decoder goes to the end, when that goes. */
    private static void exchange(
            ChannelPipeline pipeline,
            ChannelHandler before,
            ChannelHandler end,
            Class<? extends ChannelHandler> decoder) {
        pipeline.addLast(end);
        pipeline.remove(before);
        pipeline.remove(decoder);
    }

    /** Ends those in which nothing has moved for too long, and those that may not stay. */
    void sweep() {
        open.forEach(Tunnel::review);
    }

    /** Ends all. */
    void close() {
        open.forEach(tunnel -> tunnel.close(Farewell.GOING_AWAY));
    }
}

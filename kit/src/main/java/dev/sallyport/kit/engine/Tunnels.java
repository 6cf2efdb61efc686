package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** The connections of a listener that have left HTTP. */
final class Tunnels {
    private final Set<Tunnel> open = ConcurrentHashMap.newKeySet();
    private final IntSupplier seconds;

    /** @param seconds a clock that only moves forward */
    Tunnels(IntSupplier seconds) {
        this.seconds = seconds;
    }

    /**
     * Joins the client's connection, over which the head of 101 goes out now, with the origin's. Done when the client's is
     * closed. On the event loop.
     */
    Future<Void> join(Exchange exchange, HttpClientResponse in, Sockets leave) {
        HttpConnection client = exchange.raw().connection();
        HttpConnection origin = in.request().connection();
        NetSocket behind = in.netSocket().pause();
        List<ChannelPipeline> pipelines =
                Stream.of(client, origin).flatMap(Tunnels::pipeline).toList();
        return exchange.raw()
                .toNetSocket()
                .onSuccess(street -> pipeline(client).forEach(Tunnels::unhurried))
                .onFailure(failed -> origin.close())
                .compose(street -> carry(new Tunnel(exchange.context(), street, behind, pipelines, leave, seconds)));
    }

    private Future<Void> carry(Tunnel tunnel) {
        open.add(tunnel);
        return tunnel.run().onComplete(over -> open.remove(tunnel));
    }

    /** Ends those in which nothing has moved for too long, and those that may not stay. */
    void sweep() {
        open.forEach(Tunnel::review);
    }

    /** Ends all. */
    void close() {
        open.forEach(tunnel -> tunnel.close(Farewell.GOING_AWAY));
    }

    private static Stream<ChannelPipeline> pipeline(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? Stream.of(base.channelHandlerContext().pipeline())
                : Stream.empty();
    }

    /** Silence is counted here for both ways together, and the server that closes tells us when tunnels shall end. */
    private static void unhurried(ChannelPipeline pipeline) {
        if (pipeline.get("idle") != null) {
            pipeline.remove("idle");
        }
        if (pipeline.get(Linger.class) != null) {
            pipeline.replace(Linger.class, "unhurried", new Unhurried());
        }
    }

    /** Keeps a connection open though its server takes no more requests. */
    private static final class Unhurried extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof ShutdownEvent shutdown) || shutdown.timeout().isZero()) {
                context.fireUserEventTriggered(event);
            }
        }
    }
}

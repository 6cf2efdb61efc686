package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections that have left HTTP: bytes both ways, each way at the pace of who takes them, until one of the two ends or
 * the gateway ends both. It says a close frame then, between two frames, to whoever has not heard one. Both are of one event loop.
 */
final class Tunnel {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    /** How long what is under way to the other end is waited for, once one has ended. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    /** How long a frame that is under way may take to its end, and the two ends to answer a close frame. */
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final Channel client;
    private final Channel origin;
    private final Sockets leave;
    private final int patience;
    private final IntSupplier seconds;
    private final Way inward;
    private final Way outward;
    private Optional<Farewell> farewell = Optional.empty();
    private boolean ending;
    private volatile int moved;

    /** @param leave how long it may last */
    Tunnel(Channel client, Channel origin, Sockets leave, IntSupplier seconds) {
        this.client = client;
        this.origin = origin;
        this.leave = leave;
        this.patience = (int) Math.max(1, leave.idle().toSeconds());
        this.seconds = seconds;
        this.moved = seconds.getAsInt();
        this.inward = new Way(client, origin, true);
        this.outward = new Way(origin, client, false);
    }

    /** What takes the bytes of the client. */
    ChannelInboundHandlerAdapter inward() {
        return inward;
    }

    /** What takes the bytes of the origin. */
    ChannelInboundHandlerAdapter outward() {
        return outward;
    }

    /** Done when the client's connection is closed. */
    ChannelFuture over() {
        if (!client.isActive()) {
            // The client left while the origin agreed, and nobody will tell.
            end();
        }
        return client.closeFuture();
    }

    /** Ends it where nothing has moved for too long, or it may not stay. */
    void review() {
        if (seconds.getAsInt() - moved > patience) {
            close(Farewell.GOING_AWAY);
        } else {
            leave.revoked().map(Farewell::refused).ifPresent(this::close);
        }
    }

    /** Ends both connections after what is under way. */
    void close(Farewell why) {
        client.eventLoop().execute(() -> {
            if (!ending && farewell.isEmpty()) {
                farewell = Optional.of(why);
                inward.sayFarewell();
                outward.sayFarewell();
                var _ = client.eventLoop().schedule(this::end, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void end() {
        if (ending) {
            return;
        }
        ending = true;
        for (Channel one : List.of(client, origin)) {
            one.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        var _ = client.eventLoop()
                .schedule(() -> List.of(client, origin).forEach(Tunnel::cut), FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From the very front of the pipeline, so that nothing waits for bytes that nobody takes. */
    private static void cut(Channel channel) {
        ChannelHandlerContext front = channel.pipeline().firstContext();
        if (front != null) {
            var _ = front.close();
        }
    }

    /** One of the two directions: the last handler of the connection from which bytes come. */
    private final class Way extends ChannelInboundHandlerAdapter {
        private final Channel from;
        private final Channel to;
        private final boolean masked;
        private final FrameEdges edges = new FrameEdges();
        private boolean dismissed;

        /** @param masked whether frames go this way as a client sends them */
        Way(Channel from, Channel to, boolean masked) {
            this.from = from;
            this.to = to;
            this.masked = masked;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf piece) {
                pass(piece);
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        private void pass(ByteBuf piece) {
            edges.passed(piece);
            if (dismissed) {
                piece.release();
                // Nothing may follow a close frame. Once the client has said its own, too, nobody waits for anything.
                if (masked && edges.isClosing()) {
                    end();
                }
                return;
            }
            moved = seconds.getAsInt();
            var _ = to.write(piece, to.voidPromise());
            sayFarewell();
            if (!to.isWritable() && !dismissed) {
                from.config().setAutoRead(false);
            }
        }

        /** Says the close frame once the frame that is under way is whole, where one is due. */
        private void sayFarewell() {
            if (farewell.isPresent() && !dismissed && edges.isAtEdge()) {
                dismissed = true;
                if (!edges.isClosing()) {
                    var _ = to.writeAndFlush(farewell.get().frame(masked));
                }
                from.config().setAutoRead(true);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            to.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (from.isWritable()) {
                to.config().setAutoRead(true);
            }
        }

        /** Nothing more comes this way. Who has not heard why, hears it. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!ending && !dismissed && edges.isAtEdge() && !edges.isClosing()) {
                dismissed = true;
                var _ = to.writeAndFlush(Farewell.GOING_AWAY.frame(masked));
            }
            end();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a connection that left HTTP failed: {}", cause.toString());
            end();
        }
    }
}

package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Sockets;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Two connections that have left HTTP: bytes both ways, each way at the pace of who takes them, until one of the two ends or
 * the gateway ends both. It says a close frame then, between two frames, to whoever has not heard one.
 */
final class Tunnel {
    /** How long what is under way to the other end is waited for, once one has ended. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    /** How long a frame that is under way may take to its end, and the two ends to answer a close frame. */
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final Context context;
    private final NetSocket client;
    private final NetSocket origin;
    private final List<ChannelPipeline> pipelines;
    private final Sockets leave;
    private final int patience;
    private final IntSupplier seconds;
    private final Way inward;
    private final Way outward;
    private final Promise<Void> over = Promise.promise();
    private Optional<Farewell> farewell = Optional.empty();
    private boolean ending;
    private volatile int moved;

    /**
     * @param context where all of it happens
     * @param pipelines both connections, the client's first, to be cut off where they do not end by themselves
     * @param leave how long it may last
     */
    Tunnel(
            Context context,
            NetSocket client,
            NetSocket origin,
            List<ChannelPipeline> pipelines,
            Sockets leave,
            IntSupplier seconds) {
        this.context = context;
        this.client = client;
        this.origin = origin;
        this.pipelines = pipelines;
        this.leave = leave;
        this.patience = (int) Math.max(1, leave.idle().toSeconds());
        this.seconds = seconds;
        this.moved = seconds.getAsInt();
        this.inward = new Way(client, origin, true);
        this.outward = new Way(origin, client, false);
    }

    /** Begins; the future is done when the client's connection is closed. On the event loop. */
    Future<Void> run() {
        inward.flow();
        outward.flow();
        client.exceptionHandler(Forwarder::alsoTold).closeHandler(gone -> {
            end();
            over.tryComplete();
        });
        origin.exceptionHandler(Forwarder::alsoTold).closeHandler(gone -> outward.brokeOff());
        if (!pipelines.getFirst().channel().isActive()) {
            // The client left while the origin agreed, and nobody will tell.
            end();
            over.tryComplete();
        }
        return over.future();
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
        context.runOnContext(now -> {
            if (!ending && farewell.isEmpty()) {
                farewell = Optional.of(why);
                inward.sayFarewell();
                outward.sayFarewell();
                context.owner().setTimer(FAREWELL.toMillis(), late -> end());
            }
        });
    }

    private void end() {
        if (ending) {
            return;
        }
        ending = true;
        client.close();
        origin.close();
        context.owner().setTimer(FLUSH.toMillis(), now -> pipelines.forEach(Tunnel::cut));
    }

    /** From the very front of the pipeline, so that nothing waits for bytes that nobody takes. */
    private static void cut(ChannelPipeline pipeline) {
        ChannelHandlerContext front = pipeline.firstContext();
        if (front != null) {
            front.close().addListener(closed -> {});
        }
    }

    /** One of the two directions. */
    private final class Way {
        private final NetSocket from;
        private final NetSocket to;
        private final boolean masked;
        private final FrameEdges edges = new FrameEdges();
        private boolean dismissed;

        /** @param masked whether frames go this way as a client sends them */
        Way(NetSocket from, NetSocket to, boolean masked) {
            this.from = from;
            this.to = to;
            this.masked = masked;
        }

        void flow() {
            from.handler(this::pass);
            from.endHandler(ended -> brokeOff());
            from.resume();
        }

        private void pass(Buffer piece) {
            edges.passed(piece);
            if (dismissed) {
                // Nothing may follow a close frame. Once the client has said its own, too, nobody waits for anything.
                if (masked && edges.isClosing()) {
                    end();
                }
                return;
            }
            moved = seconds.getAsInt();
            to.write(piece);
            sayFarewell();
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        }

        /** Says the close frame once the frame that is under way is whole, where one is due. */
        private void sayFarewell() {
            if (farewell.isPresent() && !dismissed && edges.isAtEdge()) {
                dismissed = true;
                if (!edges.isClosing()) {
                    to.write(farewell.get().frame(masked));
                }
                from.resume();
            }
        }

        /** Nothing more comes this way. Who has not heard why, hears it. */
        private void brokeOff() {
            if (!ending && !dismissed && edges.isAtEdge() && !edges.isClosing()) {
                dismissed = true;
                to.write(Farewell.GOING_AWAY.frame(masked));
            }
            end();
        }
    }
}

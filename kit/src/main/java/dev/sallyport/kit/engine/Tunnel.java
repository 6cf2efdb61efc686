package dev.sallyport.kit.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Two connections that have left HTTP: bytes both ways, each way at the pace of who takes them, until one of the two ends.
 */
final class Tunnel {
    /** How long what is under way to the other end is waited for, once one has ended. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private final Context context;
    private final NetSocket client;
    private final NetSocket origin;
    private final List<ChannelPipeline> pipelines;
    private final int patience;
    private final IntSupplier seconds;
    private final Promise<Void> over = Promise.promise();
    private boolean ending;
    private volatile int moved;

    /**
     * @param context where all of it happens
     * @param pipelines both connections, the client's first, to be cut off where they do not end by themselves
     * @param idle how long both ways may be silent
     */
    Tunnel(
            Context context,
            NetSocket client,
            NetSocket origin,
            List<ChannelPipeline> pipelines,
            Duration idle,
            IntSupplier seconds) {
        this.context = context;
        this.client = client;
        this.origin = origin;
        this.pipelines = pipelines;
        this.patience = (int) Math.max(1, idle.toSeconds());
        this.seconds = seconds;
        this.moved = seconds.getAsInt();
    }

    /** Begins; the future is done when the client's connection is closed. On the event loop. */
    Future<Void> run() {
        flow(client, origin);
        flow(origin, client);
        client.exceptionHandler(Forwarder::alsoTold).closeHandler(gone -> {
            end();
            over.tryComplete();
        });
        origin.exceptionHandler(Forwarder::alsoTold).closeHandler(gone -> end());
        if (!pipelines.getFirst().channel().isActive()) {
            // The client left while the origin agreed, and nobody will tell.
            end();
            over.tryComplete();
        }
        return over.future();
    }

    private void flow(ReadStream<Buffer> from, WriteStream<Buffer> to) {
        from.handler(piece -> {
            moved = seconds.getAsInt();
            to.write(piece);
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        });
        from.endHandler(ended -> end());
        from.resume();
    }

    boolean isSilent() {
        return seconds.getAsInt() - moved > patience;
    }

    /** Ends both connections after what is under way. */
    void close() {
        context.runOnContext(now -> end());
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
}

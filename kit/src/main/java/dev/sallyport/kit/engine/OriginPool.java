package dev.sallyport.kit.engine;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The connections from one event loop to one origin, of which each carries one request at a time. */
final class OriginPool {
    /** Over all event loops together. */
    private static final int MOST = 256;

    /** For a connection. */
    private static final int MOST_WAITING = 2_048;

    /** Servers that close what is idle do so after 5 s or more; being first loses no request to that. */
    private static final int KEPT_SECONDS = 4;

    /** Who needs a connection. Told once, on the event loop. */
    interface Asker {
        void connected(OriginConnection connection);

        void unconnected(Throwable cause);
    }

    /** All connections are taken, and too many wait for one. */
    static final class Busy extends IOException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("all connections to the origin are taken");
        }
    }

    private final Dialling dialling;
    private final EventLoop loop;
    private final URI origin;
    private final IntSupplier seconds;
    private final int most = Math.max(1, MOST / Loops.count());
    private final Deque<OriginConnection> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int open;

    OriginPool(Dialling dialling, EventLoop loop, URI origin, IntSupplier seconds) {
        this.dialling = dialling;
        this.loop = loop;
        this.origin = origin;
        this.seconds = seconds;
    }

    private record Waiting(Asker asker, Duration connect, long until) {}

    /**
     * A connection, kept or new.
     *
     * @param connect how long a new one may take
     */
    void ask(Duration connect, Asker asker) {
        OriginConnection kept = idle.pollLast();
        while (kept != null && !kept.isOpen()) {
            kept = idle.pollLast();
        }
        if (kept != null) {
            asker.connected(kept);
        } else if (open < most) {
            dial(connect, asker);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(new Waiting(asker, connect, System.nanoTime() + connect.toNanos()));
            var _ = loop.schedule(this::expire, connect.toMillis() + 1, TimeUnit.MILLISECONDS);
        } else {
            asker.unconnected(new Busy());
        }
    }

    /** One that will leave HTTP: it lasts for hours, and does not take the place of others. */
    void askToLeave(Duration connect, Asker asker) {
        var _ = dial(connect, asker, new OriginConnection(this, true));
    }

    private void dial(Duration connect, Asker asker) {
        open++;
        var connection = new OriginConnection(this, false);
        dial(connect, asker, connection).channel().closeFuture().addListener(closed -> {
            open--;
            idle.remove(connection);
            next();
        });
    }

    private ChannelFuture dial(Duration connect, Asker asker, OriginConnection connection) {
        return dialling.dial(loop, origin, connect, connection::speakOver).addListener(done -> {
            if (done.isSuccess()) {
                asker.connected(connection);
            } else {
                connection.close();
                asker.unconnected(done.cause());
            }
        });
    }

    /** The connection may carry another request. */
    void giveBack(OriginConnection connection) {
        connection.keep(seconds.getAsInt());
        idle.addLast(connection);
        next();
    }

    private void next() {
        if (!waiting.isEmpty() && (!idle.isEmpty() || open < most)) {
            Waiting first = waiting.poll();
            ask(first.connect(), first.asker());
        }
    }

    private void expire() {
        long now = System.nanoTime();
        while (!waiting.isEmpty() && waiting.peek().until() - now <= 0) {
            waiting.poll().asker().unconnected(new Busy());
        }
    }

    /** Closes what has been idle for too long. */
    void sweep() {
        int now = seconds.getAsInt();
        while (!idle.isEmpty() && now - idle.peekFirst().keptSince() >= KEPT_SECONDS) {
            idle.pollFirst().close();
        }
    }

    /** Closes all that are idle. */
    void close() {
        for (OriginConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }
}

package dev.sallyport.kit.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The connections from one event loop to one origin: of HTTP/1.1 each carries one request at a time, of HTTP/2 many. */
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

    private final Dialling dialler;
    private final EventLoop loop;
    private final URI origin;
    private final IntSupplier seconds;
    private final int most = Math.max(1, MOST / Loops.count());
    private final Deque<OriginConnection> idle = new ArrayDeque<>();
    private final List<Http2Origin> shared = new ArrayList<>(1);
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Optional<Boolean> sharing = Optional.empty();
    private int dialling;
    private int open;
    private int asked;

    OriginPool(Dialling dialler, EventLoop loop, URI origin, IntSupplier seconds) {
        this.dialler = dialler;
        this.loop = loop;
        this.origin = origin;
        this.seconds = seconds;
        this.asked = seconds.getAsInt();
    }

    private record Waiting(Asker asker, Duration connect, long until) {}

    /**
     * A connection, kept or new.
     *
     * @param connect how long a new one may take
     */
    void ask(Duration connect, Asker asker) {
        asked = now();
        for (Http2Origin connection : shared) {
            if (connection.isFree()) {
                connection.ask(asker);
                return;
            }
        }
        OriginConnection kept = idle.pollLast();
        while (kept != null && !kept.isOpen()) {
            kept = idle.pollLast();
        }
        if (kept != null) {
            asker.connected(kept);
        } else if (mayDial()) {
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
        dialler.dial(loop, origin, connect, true)
                .addListener((ChannelFuture done) -> connected(done, asker, new OriginConnection(this, true)));
    }

    private void dial(Duration connect, Asker asker) {
        open++;
        dialling++;
        ChannelFuture dialled = dialler.dial(loop, origin, connect, false);
        dialled.channel().closeFuture().addListener(closed -> {
            open--;
            next();
        });
        dialled.addListener((ChannelFuture done) -> {
            dialling--;
            boolean shares = done.isSuccess() && Dialling.isHttp2(done.channel());
            if (done.isSuccess()) {
                sharing = Optional.of(shares);
            }
            if (shares) {
                shared(done.channel(), asker);
            } else {
                var connection = new OriginConnection(this, false);
                done.channel().closeFuture().addListener(closed -> idle.remove(connection));
                connected(done, asker, connection);
                next();
            }
        });
    }

    private void shared(Channel channel, Asker asker) {
        var connection = new Http2Origin(this, channel);
        connection.speak();
        shared.add(connection);
        channel.closeFuture().addListener(closed -> shared.remove(connection));
        connection.ask(asker);
        next();
    }

    private static void connected(ChannelFuture done, Asker asker, OriginConnection connection) {
        if (done.isSuccess()) {
            connection.speakOver((SocketChannel) done.channel());
            asker.connected(connection);
        } else {
            var _ = done.channel().close();
            asker.unconnected(done.cause());
        }
    }

    /** The connection may carry another request. */
    void giveBack(OriginConnection connection) {
        connection.keep(seconds.getAsInt());
        idle.addLast(connection);
        next();
    }

    /** The clock of the pool, in whole seconds. */
    int now() {
        return seconds.getAsInt();
    }

    /** Where one connection may carry all, nobody makes another before it is known whether it does. */
    private boolean mayDial() {
        boolean decides = "https".equals(origin.getScheme()) && sharing.orElse(true);
        return open < most && !(decides && dialling > 0);
    }

    /** Those who wait may have connections now. */
    void next() {
        while (!waiting.isEmpty()
                && (!idle.isEmpty() || mayDial() || shared.stream().anyMatch(Http2Origin::isFree))) {
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
        shared.stream()
                .filter(connection -> connection.isIdleSince(now - KEPT_SECONDS))
                .forEach(Http2Origin::close);
    }

    /** Whether there is no connection, and nobody has asked for one for as long as one would be kept. */
    boolean isDeserted() {
        return open == 0 && waiting.isEmpty() && now() - asked >= KEPT_SECONDS;
    }

    /** Closes all that are idle. */
    void close() {
        for (OriginConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
        List.copyOf(shared).forEach(Http2Origin::close);
    }
}

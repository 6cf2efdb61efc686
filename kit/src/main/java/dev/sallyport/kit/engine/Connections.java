package dev.sallyport.kit.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a place (T43). */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;
    private final IntSupplier seconds;

    Connections(int most, IntSupplier seconds) {
        this.most = most;
        this.seconds = seconds;
    }

    /** Counts a new connection until it is closed; nothing when it is one too many. */
    Optional<Connection> open(Channel channel) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return Optional.empty();
        }
        var connection = new Connection(channel, seconds);
        open.add(connection);
        channel.closeFuture().addListener(closed -> {
            open.remove(connection);
            count.decrementAndGet();
        });
        return Optional.of(connection);
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    void each(Consumer<Connection> visitor) {
        open.forEach(visitor);
    }

    /** Closes the connections that have been slow for more than {@code patience} seconds. */
    void closeSlow(int patience) {
        open.forEach(connection -> connection.closeIfSlow(patience));
    }

    /** Closes all, and waits for that. */
    void close(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        for (ChannelFuture closing :
                open.stream().map(connection -> connection.channel().close()).toList()) {
            if (!closing.awaitUninterruptibly(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                LOG.warn("a connection does not close");
            }
        }
    }
}

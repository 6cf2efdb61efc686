package dev.sallyport.kit.engine;

import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The open connections of a place, each with the second since which it owes us a whole request (T43). */
final class Connections {
    /** The connection owes nothing: a request of it is being answered. */
    private static final int BUSY = Integer.MAX_VALUE;

    private final Map<HttpConnection, Integer> owing = new ConcurrentHashMap<>();
    private final Set<HttpConnection> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;
    private final IntSupplier seconds;

    Connections(int most, IntSupplier seconds) {
        this.most = most;
        this.seconds = seconds;
    }

    /** Counts a new connection; false when it is one too many. */
    boolean open(HttpConnection connection) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        owing.put(connection, seconds.getAsInt());
        return true;
    }

    /** The connection is closed; told once. */
    void closed(HttpConnection connection) {
        owing.remove(connection);
        refused.remove(connection);
        count.decrementAndGet();
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    /** Nothing more is read from the connection: what else it sent may be the tail of something else (T40). */
    void refuse(HttpConnection connection) {
        if (owing.containsKey(connection)) {
            refused.add(connection);
        }
    }

    boolean isRefused(HttpConnection connection) {
        return refused.contains(connection);
    }

    /** A whole request has arrived, or as much of it as is waited for here. */
    void busy(HttpConnection connection) {
        owing.computeIfPresent(connection, (c, since) -> BUSY);
    }

    /** The request is answered; the next one is waited for. */
    void idle(HttpConnection connection) {
        owing.computeIfPresent(connection, (c, since) -> seconds.getAsInt());
    }

    /** Closes the connections that have owed a request for more than {@code patience} seconds. */
    void closeSlow(int patience) {
        int now = seconds.getAsInt();
        owing.forEach((connection, since) -> {
            if (since != BUSY && now - since > patience) {
                connection.close();
            }
        });
    }
}

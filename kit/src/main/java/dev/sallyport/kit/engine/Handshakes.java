package dev.sallyport.kit.engine;

import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The handshakes that are under way at a place. A connection is counted among the others only when its handshake is done, so
 * those that never end it have a bound of their own (T43): one too many is closed before it has cost anything.
 */
final class Handshakes {
    private final AtomicInteger underWay = new AtomicInteger();
    private final int most;

    Handshakes(int most) {
        this.most = most;
    }

    /** One begins; false where it is one too many, and must not. */
    boolean begin(SslHandler handler) {
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            return false;
        }
        handler.handshakeFuture().addListener(done -> underWay.decrementAndGet());
        return true;
    }
}

package dev.sallyport.gateway.cache;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request under way to the origin, for whose answer others wait that asked for the same. */
final class Flight {
    private final CountDownLatch landed = new CountDownLatch(1);

    /** Others need not wait any longer. */
    void land() {
        landed.countDown();
    }

    /** Waits for it; false where it takes too long. */
    boolean await(Duration most) {
        try {
            return landed.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

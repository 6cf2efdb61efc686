package dev.sallyport.monitor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the monitor does again and again beside answering. The first round waits for the house to have started. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Runnable> looks;
    private final Duration first;
    private final Duration every;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("monitor").unstarted(this::go);

    Rounds(List<Runnable> looks, Duration first, Duration every) {
        this.looks = List.copyOf(looks);
        this.first = first;
        this.every = every;
    }

    void start() {
        thread.start();
    }

    /** Lets the round that has begun come to its end, if that does not take long. */
    void stop() {
        stopped.countDown();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(PATIENCE)) {
                LOG.warn("a round of the monitor does not end; it is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void go() {
        try {
            boolean over = stopped.await(first.toMillis(), TimeUnit.MILLISECONDS);
            while (!over) {
                looks.forEach(Rounds::look);
                over = stopped.await(every.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            // Without this nobody would look at anything again.
            LOG.error("a round of the monitor failed", e);
        }
    }
}

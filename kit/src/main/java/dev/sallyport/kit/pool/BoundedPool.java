package dev.sallyport.kit.pool;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A fixed number of platform threads with a queue of fixed length; beyond it, work is refused at once (T44). */
public final class BoundedPool implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    /**
     * @param name of its threads
     * @param size threads, 1 or more
     * @param queue places to wait, 1 or more
     */
    public BoundedPool(String name, int size, int queue) {
        threads = new ThreadPoolExecutor(
                size,
                size,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name(name + "-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work on the pool and waits for it; what it throws comes out here. */
    public <T> Ran<T> run(Callable<T> work) {
        Future<T> future;
        try {
            future = threads.submit(work);
        } catch (RejectedExecutionException full) {
            return new Ran.Full<>();
        }
        try {
            return new Ran.Done<>(future.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the pool", e);
        }
    }

    /** Work that waits now, for the metrics. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What came of asking. */
    public sealed interface Ran<T> {
        record Done<T>(T value) implements Ran<T> {}

        /** Every thread is busy and every place to wait is taken. */
        record Full<T>() implements Ran<T> {}
    }
}

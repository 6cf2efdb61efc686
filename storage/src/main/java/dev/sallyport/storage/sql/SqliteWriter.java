package dev.sallyport.storage.sql;

import dev.sallyport.kit.trace.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that writes to SQLite. Whatever waits is written in one transaction, each piece of work under a savepoint
 * of its own, and nobody learns of success before the COMMIT has reached the disk.
 */
final class SqliteWriter implements Runnable {
    private static final int GROUP = 512;
    private static final int WAITING = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Handle handle;
    private final Duration patience;
    private final DatabaseWatch watch;
    private final BlockingQueue<Task<?>> queue;
    private final Thread thread =
            Thread.ofPlatform().name("sqlite-writer").daemon().unstarted(this);

    /** No work: a writer that waits for some looks up, and sees that it is to end. */
    private final Task<Void> lookUp = new Task<>(handle -> null);

    private volatile boolean closing;
    private volatile boolean ended;

    SqliteWriter(Handle handle, DatabaseWatch watch) {
        this(handle, WAITING, PATIENCE, watch);
    }

    /** @param patience how long somebody stands before a full queue of {@code waiting} */
    SqliteWriter(Handle handle, int waiting, Duration patience, DatabaseWatch watch) {
        this.handle = handle;
        this.patience = patience;
        this.watch = watch;
        this.queue = new ArrayBlockingQueue<>(waiting);
        thread.start();
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final Span span = Span.current();
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private T result;
        private Throwable failure;

        Task(Work<T> work) {
            this.work = work;
        }

        void runIn(Handle handle) throws SQLException {
            failure = null;
            result = span.holds(() -> work.in(handle));
        }

        void tell() {
            if (failure == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    /** Hands the work over; the future completes after the commit. */
    <T> CompletableFuture<T> submit(Work<T> work) {
        var task = new Task<>(work);
        if (closing) {
            throw closed();
        }
        try {
            if (!queue.offer(task, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailable("too many writes wait for the database; is its disk slow?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted before the write was accepted", e);
        }
        // Whoever came in after the last look at the queue would wait for ever.
        if (ended && queue.remove(task)) {
            throw closed();
        }
        return task.answer;
    }

    private static DatabaseUnavailable closed() {
        return new DatabaseUnavailable("the database is closed");
    }

    /** How many pieces of work have not begun. */
    int waiting() {
        return queue.size();
    }

    @Override
    public void run() {
        var group = new ArrayList<Task<?>>(GROUP);
        while (!closing || !queue.isEmpty()) {
            group.clear();
            if (take(group)) {
                write(group);
                group.forEach(Task::tell);
            }
        }
    }

    private boolean take(List<Task<?>> group) {
        try {
            group.add(queue.take());
            queue.drainTo(group, GROUP - 1);
            group.remove(lookUp);
            return !group.isEmpty();
        } catch (InterruptedException nobodyStopsItSo) {
            return false;
        }
    }

    private void write(List<Task<?>> group) {
        if (group.size() == 1 || !writeTogether(group)) {
            group.forEach(task -> inTransaction(List.of(task), () -> task.runIn(handle)));
        }
    }

    /** False when the group as a whole was lost; each of its tasks is then worth a try alone. */
    private boolean writeTogether(List<Task<?>> group) {
        return inTransaction(group, () -> {
            for (Task<?> task : group) {
                handle.change("SAVEPOINT work");
                try {
                    task.runIn(handle);
                } catch (SQLException | RuntimeException | Error failure) {
                    task.failure = failure;
                    // Where SQLite has rolled everything back by itself, there is no savepoint, and this throws too.
                    handle.change("ROLLBACK TO work");
                }
                handle.change("RELEASE work");
            }
        });
    }

    private interface Body {
        void run() throws SQLException;
    }

    /** Whether the transaction was committed; otherwise each task that had not failed by itself has failed now. */
    private boolean inTransaction(List<Task<?>> tasks, Body body) {
        try {
            handle.change("BEGIN IMMEDIATE");
            body.run();
            handle.change("COMMIT");
            watch.committed(tasks.size());
            return true;
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack();
            tasks.forEach(task -> task.failure = failure);
            return false;
        }
    }

    private void rollBack() {
        try {
            if (!handle.connection().isClosed()) {
                handle.change("ROLLBACK");
            }
        } catch (SQLException rolledBackAlready) {
            // SQLite undoes a transaction by itself on a full disk or a broken read; then there is none to undo.
        }
    }

    /** Writes what was accepted, then closes the connection. */
    void close() throws SQLException, InterruptedException {
        closing = true;
        // Where there is no room for it, the writer does not wait for work.
        var _ = queue.offer(lookUp);
        thread.join();
        ended = true;
        for (Task<?> late = queue.poll(); late != null; late = queue.poll()) {
            late.failure = closed();
            late.tell();
        }
        handle.close();
    }
}

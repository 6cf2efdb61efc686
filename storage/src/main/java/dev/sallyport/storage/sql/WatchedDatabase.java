package dev.sallyport.storage.sql;

import dev.sallyport.storage.sql.DatabaseWatch.Kind;
import dev.sallyport.storage.sql.DatabaseWatch.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A database that tells somebody how long everything took and what came of it. */
public final class WatchedDatabase implements Database {
    /** On a full disk some writes find room and others do not, so one that is taken does not end what is told; time does. */
    private static final long TOLD_FOR = TimeUnit.MINUTES.toNanos(1);

    private final Database database;
    private final DatabaseWatch watch;
    private final LongSupplier nanos;
    private final AtomicReference<Optional<Refusal>> refused = new AtomicReference<>(Optional.empty());

    private record Refusal(String why, long at) {}

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public WatchedDatabase(Database database, DatabaseWatch watch, LongSupplier nanos) {
        this.database = database;
        this.watch = watch;
        this.nanos = nanos;
    }

    @Override
    public <T> T read(Work<T> work) {
        return told(Kind.READ, () -> database.read(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return told(Kind.WRITE, () -> database.write(work));
        } catch (DatabaseUnavailable e) {
            refused.set(Optional.of(new Refusal(e.getMessage(), nanos.getAsLong())));
            throw e;
        }
    }

    private <T> T told(Kind kind, Supplier<T> asked) {
        long begun = nanos.getAsLong();
        var outcome = Outcome.UNDONE;
        try {
            T answer = asked.get();
            outcome = Outcome.DONE;
            return answer;
        } catch (DatabaseUnavailable e) {
            outcome = Outcome.UNAVAILABLE;
            throw e;
        } finally {
            watch.worked(kind, outcome, nanos.getAsLong() - begun);
        }
    }

    @Override
    public boolean scrub() {
        return database.scrub();
    }

    @Override
    public Load load() {
        return database.load();
    }

    @Override
    public Optional<Instant> clock() {
        return database.clock();
    }

    @Override
    public Optional<String> refusal() {
        return refused.get()
                .filter(refusal -> nanos.getAsLong() - refusal.at() < TOLD_FOR)
                .map(Refusal::why);
    }

    @Override
    public void close() {
        database.close();
    }
}

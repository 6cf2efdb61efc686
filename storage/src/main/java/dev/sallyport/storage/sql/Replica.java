package dev.sallyport.storage.sql;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Standbys of the database, asked one at a time. Whether one has come far enough is asked of it before each read, on the connection that reads. */
final class Replica implements AutoCloseable {
    private static final long PAUSE_MILLIS = 10;

    private final PostgresDatabase standbys;
    private final LongSupplier nanos;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    Replica(PostgresDatabase standbys, LongSupplier nanos) {
        this.standbys = standbys;
        this.nanos = nanos;
    }

    /** What came of asking. */
    sealed interface Answer<T> {
        record Given<T>(T value) implements Answer<T> {}

        /** @param detail for an operator */
        record None<T>(Why why, String detail) implements Answer<T> {}
    }

    /** Why a replica gives no answer. */
    enum Why {
        /** It cannot be reached, has no connection free, or took too long. */
        AWAY,
        /** It has not come as far as was asked for. */
        BEHIND,
        /** It is a primary, perhaps because it was promoted. */
        NO_STANDBY,
        /** It belongs to another installation, or is another database of this one. */
        ANOTHER
    }

    /** Where it is. */
    Answer<Mark> where() {
        return asked(handle -> new Answer.Given<>(Mark.ofStandby(handle)));
    }

    /**
     * Runs the work where everything is known that was written before {@code mark}.
     *
     * @param patience how long it is waited for a standby to come so far
     */
    <T> Answer<T> read(Mark mark, Duration patience, Work<T> work) {
        return asked(handle -> {
            long begun = nanos.getAsLong();
            Mark where = Mark.ofStandby(handle);
            while (isOnTheWay(where, mark) && nanos.getAsLong() - begun < patience.toNanos()) {
                pause();
                where = Mark.ofStandby(handle);
            }
            return where.hasReached(mark) ? new Answer.Given<>(work.in(handle)) : objection(where, mark);
        });
    }

    private static boolean isOnTheWay(Mark where, Mark mark) {
        return !where.hasReached(mark) && objection(where, mark).why() == Why.BEHIND;
    }

    /** Why a standby that is there has not reached the mark. */
    static <T> Answer.None<T> objection(Mark where, Mark mark) {
        if (!where.database().equals(mark.database())) {
            return new Answer.None<>(
                    Why.ANOTHER,
                    "it is not this database: system identifier and number of the database are " + where.database()
                            + ", those of the primary " + mark.database());
        }
        if (where.position() == Mark.NOWHERE) {
            return new Answer.None<>(Why.NO_STANDBY, "it is no standby; was it promoted?");
        }
        return new Answer.None<>(
                Why.BEHIND,
                where.timeline() == mark.timeline()
                        ? "it is " + (mark.position() - where.position()) + " bytes behind"
                        : "it is on timeline " + where.timeline() + ", the primary on " + mark.timeline());
    }

    private <T> Answer<T> asked(Work<Answer<T>> question) {
        try {
            return standbys.read(question);
        } catch (DatabaseUnavailable e) {
            return new Answer.None<>(Why.AWAY, e.getMessage());
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for a replica", e);
        }
    }

    @Override
    public void close() {
        standbys.close();
    }
}

package dev.sallyport.storage.sql;

import java.time.Instant;
import java.util.Optional;

/** A database in use. A write is durable when {@link #write} returns, and undone whole when it throws. */
public sealed interface Database extends AutoCloseable
        permits SqliteDatabase, PostgresDatabase, ReplicatedDatabase, WatchedDatabase {
    /**
     * Runs statements that change nothing.
     *
     * @throws DatabaseUnavailable when the database does not answer
     */
    <T> T read(Work<T> work);

    /**
     * Runs statements as one transaction.
     *
     * @throws DatabaseUnavailable when nothing was written, because the disk is full or the database does not answer; only where
     *     the connection to PostgreSQL breaks during the COMMIT itself, nobody knows whether it was written
     */
    <T> T write(Work<T> work);

    /**
     * Overwrites what removed rows left behind in the files of the database, where these are in our hands: SQLite's are, those of
     * PostgreSQL are its own (VACUUM). False when somebody read for so long that it was given up; then it comes with the next.
     *
     * @throws DatabaseUnavailable when the database does not answer
     */
    boolean scrub();

    /**
     * How busy it is now.
     *
     * @param connections the most that may be at work at once: readers of SQLite, connections to PostgreSQL
     * @param busy how many of them are
     * @param waiting how many pieces of work wait: for the writer of SQLite, for a connection to PostgreSQL
     */
    record Load(int connections, int busy, int waiting) {}

    Load load();

    /**
     * What time it is where the database runs, in milliseconds; empty where its clock is this machine's own.
     *
     * @throws DatabaseUnavailable when the database does not answer
     */
    Optional<Instant> clock();

    /** Why it refused a write last, where that was within the last minute; empty where nobody watches. */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** Finishes what was accepted and closes every connection. */
    @Override
    void close();
}

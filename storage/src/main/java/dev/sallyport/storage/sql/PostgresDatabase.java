package dev.sallyport.storage.sql;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL 15 or newer behind a pool, READ COMMITTED. A semaphore of the pool's size stands before the pool, so that
 * thousands of virtual threads wait in order instead of contending.
 */
public final class PostgresDatabase implements Database {
    private static final int OLDEST = 15;
    private static final int TRIES = 4;
    private static final int LOST_TRIES = 2;
    private static final String READ_ONLY = "25006";

    /** Serialization failure, deadlock, and a unique value that somebody else wrote at the same moment. */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40001", "40P01", "23505");

    private final String name;
    private final HikariDataSource pool;
    private final Duration patience;
    private final Semaphore places;
    private final DatabaseWatch watch;

    private PostgresDatabase(String name, HikariDataSource pool, Duration patience, DatabaseWatch watch) {
        this.name = name;
        this.pool = pool;
        this.patience = patience;
        this.watch = watch;
        this.places = new Semaphore(pool.getMaximumPoolSize(), true);
    }

    /**
     * Connects and brings the schema to what this build knows.
     *
     * @throws DatabaseUnavailable when that cannot be done
     */
    public static PostgresDatabase open(DatabaseSettings.Postgresql settings) {
        return open(settings, DatabaseWatch.NOBODY);
    }

    /** As above, with somebody who is told of every transaction that is tried again. */
    public static PostgresDatabase open(DatabaseSettings.Postgresql settings, DatabaseWatch watch) {
        HikariDataSource pool = null;
        try {
            pool = PostgresPools.requests(settings);
            var database = new PostgresDatabase(settings.toString(), pool, PostgresPools.PATIENCE, watch);
            try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
                int version = handle.connection().getMetaData().getDatabaseMajorVersion();
                if (version < OLDEST) {
                    throw new DatabaseUnavailable("the database " + settings + " is PostgreSQL " + version
                            + "; it must be " + OLDEST + " or newer");
                }
                new Migrations(PostgresPools.unhurried(settings), Dialect.POSTGRESQL)
                        .bringUp(handle, settings.toString());
            }
            return database;
        } catch (SQLException | RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw Troubles.of(settings.toString(), cause(e));
        }
    }

    /** The primary over one connection more, which no request waits for. */
    static PostgresDatabase besides(DatabaseSettings.Postgresql settings) {
        return unchecked(settings, PostgresPools.besides(settings), PostgresPools.PATIENCE);
    }

    /** Standbys, to read from; they need not be there. */
    static PostgresDatabase standbys(DatabaseSettings.Postgresql settings) {
        return unchecked(settings, PostgresPools.standbys(settings), PostgresPools.IMPATIENCE);
    }

    private static PostgresDatabase unchecked(
            DatabaseSettings.Postgresql settings, HikariDataSource pool, Duration patience) {
        return new PostgresDatabase(settings.toString(), pool, patience, DatabaseWatch.NOBODY);
    }

    /** One connection without limits of time, for somebody who sees to its transactions and expects them to be long. */
    static Connection alone(DatabaseSettings.Postgresql settings) throws SQLException {
        return PostgresPools.unhurried(settings).getConnection();
    }

    private static Throwable cause(Exception e) {
        return e instanceof HikariPool.PoolInitializationException && e.getCause() != null ? e.getCause() : e;
    }

    @Override
    public <T> T read(Work<T> work) {
        return withPlace(() -> {
            for (int attempt = 1; ; attempt++) {
                try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
                    try {
                        return work.in(handle);
                    } catch (SQLException e) {
                        if (attempt == LOST_TRIES || !Troubles.isLost(e)) {
                            throw e;
                        }
                    }
                }
            }
        });
    }

    @Override
    public <T> T write(Work<T> work) {
        return withPlace(() -> {
            for (int attempt = 1; ; attempt++) {
                try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
                    try {
                        return Transactions.traced(Dialect.POSTGRESQL, () -> transaction(work, handle));
                    } catch (SQLException e) {
                        if (!isWorthAnotherTry(e, attempt)) {
                            throw e;
                        }
                    }
                    watch.triedAgain();
                }
                pause(attempt);
            }
        });
    }

    /** Before the COMMIT was sent, a connection that breaks takes with it what was done, so that it may be done again. */
    private static boolean isWorthAnotherTry(SQLException e, int attempt) {
        return Troubles.isLost(e)
                ? attempt < LOST_TRIES
                : attempt < TRIES && WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()));
    }

    /** So that those who met do not meet again: up to 10, 20, 40 ms. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(10L << (attempt - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for another try", e);
        }
    }

    private <T> T transaction(Work<T> work, Handle handle) throws SQLException {
        Connection connection = handle.connection();
        try {
            connection.setAutoCommit(false);
            T result = work.in(handle);
            commit(connection);
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection, failure);
            if (failure instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState())) {
                // The primary has become a standby; the next connection finds the new one.
                pool.evictConnection(connection);
            }
            throw failure;
        }
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (Troubles.isLost(e)) {
                throw new DatabaseUnavailable(
                        "the connection to the database " + name
                                + " broke during a COMMIT: whether it was written, nobody knows",
                        e);
            }
            throw e;
        }
    }

    /** A connection that broke cannot be rolled back; the server does it, and the first failure is the one to tell of. */
    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
        }
    }

    @FunctionalInterface
    private interface Body<T> {
        T run() throws SQLException;
    }

    private <T> T withPlace(Body<T> body) {
        if (pool.isClosed()) {
            throw new DatabaseUnavailable("the database " + name + " is closed");
        }
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseUnavailable("too many requests wait for the database " + name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for the database", e);
        }
        try {
            return body.run();
        } catch (SQLException e) {
            throw Troubles.of(name, e);
        } finally {
            places.release();
        }
    }

    @Override
    public boolean scrub() {
        return true;
    }

    @Override
    public Load load() {
        int most = pool.getMaximumPoolSize();
        return new Load(most, most - places.availablePermits(), places.getQueueLength());
    }

    @Override
    public Optional<Instant> clock() {
        return read(handle ->
                handle.first("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint", Row::time));
    }

    @Override
    public void close() {
        pool.close();
    }
}

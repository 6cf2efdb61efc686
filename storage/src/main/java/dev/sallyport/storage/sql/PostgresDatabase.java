package dev.sallyport.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL 15 or newer behind a pool, READ COMMITTED. A semaphore of the pool's size stands before the pool, so that
 * thousands of virtual threads wait in order instead of contending.
 */
public final class PostgresDatabase implements Database {
    private static final int OLDEST = 15;
    private static final int TRIES = 4;
    private static final long PATIENCE_SECONDS = 10;

    /** Serialization failure, deadlock, and a unique value that somebody else wrote at the same moment. */
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of("40001", "40P01", "23505");

    private final String name;
    private final HikariDataSource pool;
    private final Semaphore places;
    private final DatabaseWatch watch;

    private PostgresDatabase(String name, HikariDataSource pool, DatabaseWatch watch) {
        this.name = name;
        this.pool = pool;
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
            pool = new HikariDataSource(configuration(settings));
            var database = new PostgresDatabase(settings.toString(), pool, watch);
            try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
                int version = handle.connection().getMetaData().getDatabaseMajorVersion();
                if (version < OLDEST) {
                    throw new DatabaseUnavailable("the database " + settings + " is PostgreSQL " + version
                            + "; it must be " + OLDEST + " or newer");
                }
                new Migrations(pool, Dialect.POSTGRESQL).bringUp(handle, settings.toString());
            }
            return database;
        } catch (SQLException | RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw Troubles.of(settings.toString(), cause(e));
        }
    }

    private static Throwable cause(Exception e) {
        return e instanceof HikariPool.PoolInitializationException && e.getCause() != null ? e.getCause() : e;
    }

    private static HikariConfig configuration(DatabaseSettings.Postgresql settings) {
        var config = new HikariConfig();
        config.setPoolName("sallyport");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        settings.password().ifPresent(password -> config.setPassword(password.reveal()));
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        config.setAutoCommit(true);
        config.addDataSourceProperty("ApplicationName", "sallyport");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty(
                "options", "-c statement_timeout=10s -c idle_in_transaction_session_timeout=30s -c lock_timeout=5s");
        return config;
    }

    @Override
    public <T> T read(Work<T> work) {
        return withPlace(() -> {
            try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
                return work.in(handle);
            }
        });
    }

    @Override
    public <T> T write(Work<T> work) {
        return withPlace(() -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    return Transactions.traced(Dialect.POSTGRESQL, () -> transaction(work));
                } catch (SQLException e) {
                    if (attempt == TRIES || !WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()))) {
                        throw e;
                    }
                    watch.triedAgain();
                }
            }
        });
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        try (var handle = new Handle(pool.getConnection(), Dialect.POSTGRESQL)) {
            Connection connection = handle.connection();
            connection.setAutoCommit(false);
            try {
                T result = work.in(handle);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            }
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
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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

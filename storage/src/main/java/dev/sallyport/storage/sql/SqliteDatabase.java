package dev.sallyport.storage.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in one file: a write-ahead log, {@code synchronous=FULL}, one writer that commits in groups, and a few readers that
 * are handed out one at a time. Why so: {@code docs/decisions/group-commit.md}.
 */
public final class SqliteDatabase implements Database {
    private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors() * 2L, 4, 8);
    private static final long PATIENCE_SECONDS = 10;
    private static final List<String> SETTINGS = List.of(
            "PRAGMA busy_timeout=5000",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA temp_store=MEMORY",
            "PRAGMA cache_size=-8000",
            "PRAGMA wal_autocheckpoint=4000",
            "PRAGMA journal_size_limit=67108864");

    private final Path file;
    private final SQLiteDataSource source;
    private final SqliteWriter writer;
    private final LinkedBlockingDeque<Handle> readers = new LinkedBlockingDeque<>();
    private volatile boolean closed;

    private SqliteDatabase(Path file, SQLiteDataSource source, SqliteWriter writer, List<Handle> readers) {
        this.file = file;
        this.source = source;
        this.writer = writer;
        this.readers.addAll(readers);
    }

    /**
     * Opens the file, making it and its folder where there is none, and brings its schema to what this build knows.
     *
     * @throws DatabaseUnavailable when that cannot be done
     */
    public static SqliteDatabase open(Path file) {
        return open(file, DatabaseWatch.NOBODY);
    }

    /** As above, with somebody who is told of every commit. */
    public static SqliteDatabase open(Path file, DatabaseWatch watch) {
        var opened = new ArrayList<Handle>();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var source = new SQLiteDataSource();
            source.setUrl("jdbc:sqlite:" + file);
            Handle first = connect(source);
            opened.add(first);
            new Migrations(source, Dialect.SQLITE).bringUp(first, file.toString());
            for (int i = 0; i < READERS; i++) {
                Handle reader = connect(source);
                opened.add(reader);
                apply(reader, "PRAGMA query_only=ON");
            }
            return new SqliteDatabase(file, source, new SqliteWriter(first, watch), opened.subList(1, opened.size()));
        } catch (IOException e) {
            closeAll(opened);
            throw new DatabaseUnavailable(
                    "the folder of the database " + file + " cannot be made: " + e.getMessage(), e);
        } catch (SQLException | RuntimeException e) {
            closeAll(opened);
            throw Troubles.of(file.toString(), e);
        }
    }

    /** One connection to a file that is there, for somebody who sees to its transactions. */
    static Connection alone(Path file) throws SQLException {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return connect(source).connection();
    }

    private static Handle connect(SQLiteDataSource source) throws SQLException {
        var handle = new Handle(source.getConnection(), Dialect.SQLITE);
        try {
            for (String setting : SETTINGS) {
                apply(handle, setting);
            }
            return handle;
        } catch (SQLException e) {
            handle.close();
            throw e;
        }
    }

    private static void apply(Handle handle, String pragma) throws SQLException {
        try (var statement = handle.connection().createStatement()) {
            statement.execute(pragma);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        Handle reader = borrow();
        try {
            return work.in(reader);
        } catch (SQLException e) {
            throw Troubles.of(file.toString(), e);
        } finally {
            readers.addFirst(reader);
        }
    }

    private Handle borrow() {
        if (closed) {
            throw new DatabaseUnavailable("the database " + file + " is closed");
        }
        try {
            Handle reader = readers.pollFirst(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (reader == null) {
                throw new DatabaseUnavailable("too many reads wait for the database " + file);
            }
            return reader;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while waiting for the database", e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return Transactions.traced(Dialect.SQLITE, () -> writer.submit(work).join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw Troubles.of(file.toString(), sql);
            }
            // The work's own exception goes on to its caller.
            throw e.getCause() instanceof RuntimeException own ? own : e;
        }
    }

    /** Removed rows are zeros in the file, and still whole in the log until that is emptied into it. */
    @Override
    public boolean scrub() {
        try (Handle own = connect(source)) {
            return own.first("PRAGMA wal_checkpoint(TRUNCATE)", Row::number).orElse(1) == 0;
        } catch (SQLException e) {
            throw Troubles.of(file.toString(), e);
        }
    }

    @Override
    public Load load() {
        return new Load(READERS, READERS - readers.size(), writer.waiting());
    }

    @Override
    public Optional<Instant> clock() {
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.close();
        } catch (SQLException e) {
            throw Troubles.of(file.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeAll(List.copyOf(readers));
        }
    }

    private static void closeAll(List<Handle> handles) {
        for (Handle handle : handles) {
            try {
                handle.close();
            } catch (SQLException alreadyBroken) {
                // Nothing more can be done for a connection that does not even close.
            }
        }
    }
}

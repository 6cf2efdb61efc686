package dev.sallyport.storage;

import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.SqliteDatabase;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Where a contract is tried: a test asks for {@link Stores} and gets empty ones. */
abstract class On implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stores.class;
    }

    /** In memory, new for each test. */
    @ExtendWith(InMemory.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Memory {}

    /** On SQLite. */
    @ExtendWith(OnSqlite.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Sqlite {}

    /** On a real PostgreSQL. */
    @Tag("slow")
    @ExtendWith(OnPostgres.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Postgres {}

    /** On a real PostgreSQL whose reads go to a standby once that has caught up; {@code ReplicaTest} in walls is what every run tries of it. */
    @Tag("slow")
    @Tag("long")
    @ExtendWith(OnReplica.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Replica {}

    static final class InMemory extends On {
        @Override
        public Stores resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Stores.inMemory();
        }
    }

    static final class OnSqlite extends OnDatabase {
        @Override
        Opened open() throws IOException {
            Path folder = Files.createTempDirectory("sallyport-sqlite");
            return new Opened(SqliteDatabase.open(folder.resolve("sallyport.db")), List.of(folder));
        }
    }

    static final class OnPostgres extends OnDatabase {
        @Override
        Opened open() throws SQLException {
            return new Opened(PostgresDatabase.open(PostgresServer.emptyDatabase()), List.of());
        }
    }

    static final class OnReplica extends On {
        @Override
        public Stores resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var shared = context.getRoot().getStore(Namespace.GLOBAL);
            ReplicatedStores replicated =
                    shared.computeIfAbsent(OnReplica.class, type -> ReplicatedStores.open(), ReplicatedStores.class);
            Tables.empty(replicated.primary());
            return replicated.stores().caughtUp();
        }
    }

    /** One database of each sort for the whole run, emptied before each test and closed in the end. */
    abstract static class OnDatabase extends On {
        /** The database, and the folders that go with it. */
        record Opened(Database database, List<Path> folders) implements AutoCloseable {
            @Override
            public void close() throws IOException {
                database.close();
                for (Path folder : folders) {
                    try (Stream<Path> files = Files.list(folder)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(folder);
                }
            }
        }

        abstract Opened open() throws IOException, SQLException;

        @Override
        public Stores resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var shared = context.getRoot().getStore(Namespace.GLOBAL);
            Database database = shared.computeIfAbsent(getClass(), type -> opened(), Opened.class)
                    .database();
            Tables.empty(database);
            return Stores.over(database);
        }

        private Opened opened() {
            try {
                return open();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("no database to try the stores on", e);
            }
        }
    }
}

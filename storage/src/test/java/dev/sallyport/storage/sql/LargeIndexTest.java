package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.storage.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A migration that builds an index of a large table while people sign in. */
@Tag("slow")
@Tag("long")
class LargeIndexTest {
    private static final String ROWS = """
            INSERT INTO audit_event (id, kind, details, at)
            SELECT 'row ' || i, 'SIGNED_IN', '{}', i FROM generate_series(1, 300000) AS i""";

    /** What ALTER TABLE or a plain CREATE INDEX would hold writers up for is seconds here; a slow disk may take some of this. */
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    @Test
    void writing_goes_on_while_an_index_is_built_concurrently() throws Exception {
        DatabaseSettings.Postgresql settings = PostgresServer.emptyDatabase();
        try (PostgresDatabase database = PostgresDatabase.open(settings)) {
            database.write(handle -> handle.change(ROWS));
            var building = new AtomicBoolean(true);
            var longest = new AtomicLong();
            var written = new AtomicLong();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var writer = threads.submit(() -> {
                    while (building.get()) {
                        Instant begun = Instant.now();
                        database.write(handle -> handle.change(
                                "INSERT INTO audit_event (id, kind, details, at) VALUES (?, 'SIGNED_IN', '{}', 1)",
                                "new " + written.incrementAndGet()));
                        longest.accumulateAndGet(
                                Duration.between(begun, Instant.now()).toMillis(), Math::max);
                    }
                    return true;
                });
                try {
                    new Migrations(
                                    PostgresPools.unhurried(settings),
                                    Dialect.POSTGRESQL,
                                    "db/migration",
                                    "db/large-index")
                            .migrate(settings.toString());
                } finally {
                    building.set(false);
                }
                assertThat(writer.get()).isTrue();
            }
            boolean valid = database.read(handle -> handle.any(
                    "SELECT 1 FROM pg_index WHERE indexrelid = 'audit_event_by_details'::regclass AND indisvalid"));
            assertThat(valid).isTrue();
            assertThat(written.get()).isGreaterThan(10);
            assertThat(longest.get()).as("milliseconds of the longest write").isLessThan(LONGEST.toMillis());
        }
        // The version before goes on: it needs nothing of this.
        PostgresDatabase.open(settings).close();
    }

    @Test
    void the_same_text_is_a_plain_index_on_sqlite(@TempDir Path folder) {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("sallyport.db"));
        new Migrations(source, Dialect.SQLITE, "db/migration", "db/large-index").migrate("the file");
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("sallyport.db"))) {
            boolean there = database.read(
                    handle -> handle.any("SELECT 1 FROM sqlite_master WHERE name = 'audit_event_by_details'"));
            assertThat(there).isTrue();
        }
    }
}

package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.Tracing;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trace says of the database: which statements, in which transaction, and none of their values. */
class StatementSpanTest {
    private final List<Span> ended = Collections.synchronizedList(new ArrayList<>());
    private final Tracing tracing =
            new Tracing(new SplittableRandom(2)::nextLong, 1, "h", () -> Instant.EPOCH, System::nanoTime, ended::add);

    private Span begin() {
        return tracing.begin(Span.Kind.SERVER, "request", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FROM person WHERE email = ?                                        | SELECT person
        INSERT INTO job (id, kind) VALUES (?, ?)                                     | INSERT job
        UPDATE refresh_family SET rotated = ? WHERE id = ?                           | UPDATE refresh_family
        DELETE FROM session WHERE id = ?                                             | DELETE session
        WITH picked AS (SELECT id FROM job) UPDATE job SET tries = 1 FROM picked     | UPDATE job
        BEGIN IMMEDIATE                                                              | BEGIN
        SELECT 1                                                                     | SELECT
        """)
    void a_statement_is_named_by_what_it_does_and_to_what(String sql, String name) {
        begin().carries(() ->
                assertThat(StatementSpan.of(sql, Dialect.SQLITE).name()).isEqualTo(name));
    }

    @Test
    void statements_of_a_write_are_parts_of_its_transaction_on_whichever_thread_they_run(@TempDir Path folder) {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"))) {
            begin().carries(() -> database.write(handle -> handle.change(
                    "INSERT INTO one_time (purpose, digest, payload, expires) VALUES (?, ?, ?, ?)",
                    "reset",
                    "swordfish",
                    "swordfish",
                    1)));
        }
        assertThat(ended).extracting(Span::name).containsExactly("INSERT one_time", "transaction");
        assertThat(ended.getFirst().parent())
                .isEqualTo(ended.getLast().context().span());
        assertThat(ended.stream().map(Span::attributes).toList().toString()).doesNotContain("swordfish");
        assertThat(ended.getFirst().attributes())
                .containsEntry("db.system.name", "sqlite")
                .containsEntry("db.operation.name", "INSERT")
                .containsEntry("db.collection.name", "one_time");
    }

    @Test
    void a_statement_that_fails_is_an_error_without_its_message(@TempDir Path folder) {
        try (Database database = SqliteDatabase.open(folder.resolve("a.db"))) {
            begin().carries(() -> {
                try {
                    database.read(handle -> handle.any("SELECT nothing FROM nowhere"));
                } catch (RuntimeException expected) {
                    assertThat(expected).hasRootCauseInstanceOf(SQLException.class);
                }
            });
        }
        assertThat(ended.getFirst().error().orElseThrow()).endsWith("Exception").doesNotContain(" ");
    }
}

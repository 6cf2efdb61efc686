package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.Person;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.MoveToPostgres;
import dev.sallyport.storage.sql.MoveToPostgres.Count;
import dev.sallyport.storage.sql.MoveToPostgres.Outcome;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From SQLite to a real PostgreSQL. */
@Tag("slow")
class MoveToPostgresTest {
    /** What COPY, a terminal or a byte order could trip over. */
    private static final String AWKWARD = "\\N \t\n\r \\x00 'é\" 🚪 \\";

    private static final MoveToPostgres.Progress QUIET = (what, table, done, all) -> {};

    @TempDir
    private Path folder;

    private Path file;
    private DatabaseSettings.Postgresql target;

    private record Column(String name, String type, boolean required) {}

    @BeforeEach
    void places() throws SQLException {
        file = folder.resolve("sallyport.db");
        target = PostgresServer.emptyDatabase();
    }

    private Outcome move() {
        return new MoveToPostgres(file, target).move(QUIET);
    }

    private static List<String> tables(Database sqlite) {
        return sqlite.read(handle -> handle.all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                        + " AND name NOT LIKE 'flyway%'",
                row -> row.text()));
    }

    private static List<Column> columns(Database sqlite, String table) {
        return sqlite.read(handle -> handle.all(
                "SELECT name, type, \"notnull\" OR pk > 0 FROM pragma_table_info(?)",
                row -> new Column(row.text(), row.text(), row.yes()),
                table));
    }

    /** Two rows in every table there is: one of awkward values, one of as few values as may be. References meet, as all texts are one. */
    private static void fill(Database sqlite) {
        var left = new ArrayList<>(tables(sqlite));
        for (int round = 0; !left.isEmpty() && round < 20; round++) {
            left.removeIf(table -> inserted(sqlite, table));
        }
        assertThat(left).as("tables that took no row").isEmpty();
    }

    private static boolean inserted(Database sqlite, String table) {
        List<Column> columns = columns(sqlite, table);
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")";
        try {
            return sqlite.write(handle -> handle.change(sql, values(columns, AWKWARD, 1, true))
                            + handle.change(sql, values(columns, "", 2, false)))
                    == 2;
        } catch (DatabaseUnavailable anotherTableFirst) {
            assertThat(anotherTableFirst).hasMessageContaining("FOREIGN KEY");
            return false;
        }
    }

    private static Object[] values(List<Column> columns, String text, int number, boolean all) {
        return columns.stream()
                .map(column -> !column.required() && !all
                        ? null
                        : switch (column.type()) {
                            case "TEXT" -> text;
                            case "BIGINT" -> Long.MAX_VALUE - number;
                            case "INTEGER" -> number;
                            case "BLOB" -> new byte[] {0, (byte) number, '\\', -1};
                            default -> throw new IllegalStateException("an unknown type " + column);
                        })
                .toArray();
    }

    @Test
    void every_row_of_every_table_of_the_schema_is_moved() {
        List<String> tables;
        try (Database sqlite = SqliteDatabase.open(file)) {
            tables = tables(sqlite);
            fill(sqlite);
        }

        var told = new ArrayList<String>();
        Outcome outcome = new MoveToPostgres(file, target)
                .move((what, table, done, all) -> told.add(what + " " + table + " " + done + "/" + all));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Moved.class,
                        moved -> assertThat(moved.tables())
                                .containsExactlyInAnyOrderElementsOf(tables.stream()
                                        .map(table -> new Count(table, 2))
                                        .toList()));
        assertThat(told).contains("copied person 2/2", "compared person 2/2");
        try (Database postgres = PostgresDatabase.open(target)) {
            String name = postgres.read(
                            handle -> handle.first("SELECT name FROM person WHERE id = ?", row -> row.text(), AWKWARD))
                    .orElseThrow();
            boolean bare =
                    postgres.read(handle -> handle.any("SELECT 1 FROM person WHERE id = '' AND password IS NULL"));
            assertThat(name).isEqualTo(AWKWARD);
            assertThat(bare).isTrue();
        }
    }

    @Test
    void what_stores_wrote_before_they_read_after() {
        Person ada;
        try (Database sqlite = SqliteDatabase.open(file)) {
            ada = BelongingsOf.added(Stores.over(sqlite), "ada@example.org");
        }
        assertThat(move()).isInstanceOf(Outcome.Moved.class);
        try (Database postgres = PostgresDatabase.open(target)) {
            Stores stores = Stores.over(postgres);
            assertThat(stores.people().byEmail(ada.email())).isPresent();
            assertThat(stores.sessions().live(ada.id(), Samples.NOW)).hasSize(1);
            stores.people().add(Samples.person("eve@example.org"), new PasswordHash("h"));
        }
    }

    @Test
    void a_target_that_holds_something_is_left_as_it_is() {
        try (Database sqlite = SqliteDatabase.open(file)) {
            BelongingsOf.added(Stores.over(sqlite), "ada@example.org");
        }
        try (Database postgres = PostgresDatabase.open(target)) {
            postgres.write(handle -> handle.change("INSERT INTO letter_count VALUES ('x', 1, 1)"));
        }
        assertThat(move()).isEqualTo(new Outcome.Taken(List.of("letter_count")));
        assertThat(rows("person")).isZero();
    }

    @Test
    void a_text_that_postgresql_cannot_keep_is_named_and_nothing_is_left_behind() {
        Person ada;
        try (Database sqlite = SqliteDatabase.open(file)) {
            ada = BelongingsOf.added(Stores.over(sqlite), "ada@example.org");
            sqlite.write(handle -> handle.change("UPDATE person SET name = ?", "a\0b"));
        }
        assertThat(move()).isEqualTo(new Outcome.Unstorable("person", "id = " + ada.id()));
        assertThat(rows("person") + rows("session") + rows("consent")).isZero();
        try (Database sqlite = SqliteDatabase.open(file)) {
            sqlite.write(handle -> handle.change("UPDATE person SET name = 'a'"));
        }
        assertThat(move()).as("the same target, afterwards").isInstanceOf(Outcome.Moved.class);
    }

    @Test
    void nobody_writes_to_the_file_meanwhile() {
        try (Database sqlite = SqliteDatabase.open(file)) {
            BelongingsOf.added(Stores.over(sqlite), "ada@example.org");
            var refused = new ArrayList<String>();
            Outcome outcome = new MoveToPostgres(file, target).move((what, table, done, all) -> {
                if (refused.isEmpty()) {
                    assertThatThrownBy(() -> sqlite.write(handle -> handle.change("DELETE FROM person")))
                            .isInstanceOf(DatabaseUnavailable.class);
                    refused.add(table);
                }
            });
            assertThat(outcome).isInstanceOf(Outcome.Moved.class);
            assertThat(refused).hasSize(1);
        }
        assertThat(rows("person")).isEqualTo(1);
    }

    @Test
    void what_breaks_off_in_the_middle_leaves_an_empty_target_and_may_be_done_again() {
        try (Database sqlite = SqliteDatabase.open(file)) {
            BelongingsOf.added(Stores.over(sqlite), "ada@example.org");
        }
        assertThatThrownBy(() -> new MoveToPostgres(file, target).move((what, table, done, all) -> {
                    if (what.equals("compared")) {
                        throw new IllegalStateException("the machine went down");
                    }
                }))
                .hasMessage("the machine went down");
        assertThat(rows("person")).isZero();
        assertThat(move()).isInstanceOf(Outcome.Moved.class);
        assertThat(rows("person")).isEqualTo(1);
    }

    private int rows(String table) {
        try (Database postgres = PostgresDatabase.open(target)) {
            return postgres.read(handle -> handle.first("SELECT COUNT(*) FROM " + table, row -> row.number()))
                    .orElseThrow();
        }
    }
}

package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.Person;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import org.junit.jupiter.api.Test;

/** A database on which a later version of the program has been at work. */
abstract class SchemaVersionContract {
    /** Opens the database of this test, the same one each time. */
    abstract Database open() throws Exception;

    private static int newest(Database database) {
        return database.read(handle -> handle.first(
                        "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history", row -> row.number()))
                .orElseThrow();
    }

    /** Leaves behind what a later version does: its change, and the record of it. */
    private static void migrate(Database database, int version, String description, String change) {
        database.write(handle -> {
            handle.change(change);
            return handle.change(
                    """
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                                                       execution_time, success)
                    VALUES (?, ?, ?, 'SQL', ?, 4711, 'later', 1, 1 = 1)""",
                    version,
                    Integer.toString(version),
                    description,
                    "V" + version + "__" + description.replace(' ', '_') + ".sql");
        });
    }

    @Test
    void L20_a_schema_that_only_grew_is_read_and_written_by_the_version_before() throws Exception {
        Person ada = Samples.person("ada@example.org");
        try (Database database = open()) {
            migrate(
                    database,
                    newest(database) + 1,
                    "needs 1 add nickname",
                    "ALTER TABLE person ADD COLUMN nickname TEXT");
            migrate(
                    database,
                    newest(database) + 1,
                    "needs 1 index nickname",
                    "CREATE INDEX person_by_nickname ON person (nickname)");
        }
        try (Database database = open()) {
            var people = Stores.over(database).people();
            people.add(ada, new PasswordHash("h"));
            assertThat(people.rename(ada.id(), ada.name(), "Ada")).isTrue();
        }
        try (Database database = open()) {
            assertThat(Stores.over(database).people().byEmail(ada.email())).isPresent();
        }
    }

    @Test
    void L20_a_program_that_runs_already_goes_on_beside_a_newer_one_while_the_schema_grows() throws Exception {
        try (Database before = open()) {
            Stores older = Stores.over(before);
            Person ada = Samples.person("ada@example.org");
            Person eve = Samples.person("eve@example.org");
            older.people().add(ada, new PasswordHash("h"));
            try (Database after = open()) {
                migrate(
                        after,
                        newest(after) + 1,
                        "needs 1 add nickname",
                        "ALTER TABLE person ADD COLUMN nickname TEXT NOT NULL DEFAULT ''");
                after.write(handle -> handle.change("UPDATE person SET nickname = 'Countess'"));
                Stores newer = Stores.over(after);
                assertThat(older.people().byEmail(ada.email())).isPresent();
                older.people().add(eve, new PasswordHash("h"));
                assertThat(newer.people().byEmail(eve.email())).isPresent();
                assertThat(newer.people().rename(eve.id(), eve.name(), "Eve II"))
                        .isTrue();
                assertThat(older.people().rename(ada.id(), ada.name(), "Ada II"))
                        .isTrue();
                String nickname = after.read(handle ->
                                handle.first("SELECT nickname FROM person WHERE id = ?", row -> row.text(), ada.id()))
                        .orElseThrow();
                assertThat(nickname).isEqualTo("Countess");
            }
        }
    }

    @Test
    void L20_a_migration_that_was_written_beside_a_later_one_is_made_up_for() throws Exception {
        try (Database database = open()) {
            database.write(handle -> handle.change("DROP TABLE personal_export")
                    + handle.change("DELETE FROM flyway_schema_history WHERE version = '11'"));
        }
        for (int i = 0; i < 2; i++) {
            try (Database database = open()) {
                assertThat(newest(database)).isGreaterThan(11);
                boolean there =
                        database.read(handle -> !handle.any("SELECT 1 FROM personal_export WHERE id = 'nobody'"));
                assertThat(there).isTrue();
            }
        }
    }

    @Test
    void L20_a_schema_from_which_something_was_taken_is_refused_and_left_as_it_is() throws Exception {
        int known;
        try (Database database = open()) {
            known = newest(database);
            migrate(
                    database,
                    newest(database) + 1,
                    "needs 1 add nickname",
                    "ALTER TABLE person ADD COLUMN nickname TEXT");
            migrate(
                    database,
                    newest(database) + 1,
                    "needs " + (known + 1) + " drop name",
                    "ALTER TABLE person DROP COLUMN name");
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("know schema " + (known + 1) + " or newer")
                    .hasMessageContaining("knows up to " + known)
                    .hasMessageContaining("start the newer build");
        }
    }

    @Test
    void L20_a_migration_that_does_not_say_what_it_needs_is_refused() throws Exception {
        int known;
        try (Database database = open()) {
            known = newest(database);
            migrate(database, known + 1, "expand somehow", "ALTER TABLE person ADD COLUMN nickname TEXT");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("know schema " + (known + 1) + " or newer");
    }
}

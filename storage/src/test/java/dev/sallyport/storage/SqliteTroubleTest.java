package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite when its disk, its file or its program fails. */
class SqliteTroubleTest {
    private static final PasswordHash HASH = new PasswordHash("h");

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("sallyport.db");
    }

    private SqliteDatabase open() {
        return SqliteDatabase.open(file());
    }

    private static void limit(SqliteDatabase database, int pages) {
        database.write(handle -> handle.first("PRAGMA max_page_count=" + pages, row -> true));
    }

    /** Writes until there is no room; says how many values were acknowledged. */
    private static int fill(Stores stores) {
        for (int i = 0; ; i++) {
            try {
                stores.oneTime().put(Purpose.PUSHED_REQUEST, Digest.of("value " + i), "x".repeat(2_000), LATER);
            } catch (DatabaseUnavailable full) {
                assertThat(full).hasMessageContaining("the disk is full");
                return i;
            }
        }
    }

    @Test
    void T50_on_a_full_disk_nothing_is_half_written_and_what_was_acknowledged_stays() throws Exception {
        try (SqliteDatabase database = open()) {
            Stores stores = Stores.over(database);
            limit(database, 100);
            int acknowledged = fill(stores);
            assertThat(acknowledged).isPositive();
            long opened = Race.wins(i -> opened(stores, Samples.session(new PersonId(UUID.randomUUID()))));
            assertThat(opened).isLessThan(Race.CALLERS);
            long sessions = count(database, "session");
            assertThat(sessions).isEqualTo(opened);
            assertThat(count(database, "refresh_family")).isEqualTo(sessions);
            assertThat(count(database, "one_time")).isEqualTo(acknowledged);
            limit(database, 1_000_000);
            assertThat(fillOne(stores))
                    .as("room was made, nothing else was done")
                    .isTrue();
        }
        try (SqliteDatabase again = open()) {
            assertThat(Stores.over(again).oneTime().take(Purpose.PUSHED_REQUEST, Digest.of("value 0"), NOW))
                    .isInstanceOf(Taken.First.class);
        }
    }

    private static boolean fillOne(Stores stores) {
        return stores.oneTime().put(Purpose.PUSHED_REQUEST, Digest.of("one more"), "x".repeat(2_000), LATER);
    }

    /** Whether the session was opened, together with its family. */
    private static boolean opened(Stores stores, Session session) {
        try {
            stores.sessions().open(session, Samples.family(session));
            return true;
        } catch (DatabaseUnavailable full) {
            return false;
        }
    }

    private static long count(SqliteDatabase database, String table) {
        return database.read(handle -> handle.first("SELECT COUNT(*) FROM " + table, row -> row.size()))
                .orElseThrow();
    }

    @Test
    void a_database_that_cannot_be_written_says_so_and_is_still_read() {
        try (SqliteDatabase database = open()) {
            Stores stores = Stores.over(database);
            Person ada = Samples.person("ada@example.org");
            stores.people().add(ada, HASH);
            database.write(handle -> handle.change("PRAGMA query_only=ON"));
            assertThatThrownBy(() -> stores.people().add(Samples.person("eve@example.org"), HASH))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("read-only");
            assertThat(stores.people().byId(ada.id())).contains(ada);
            assertThat(Pages.walk(10, stores.people()::list)).containsExactly(ada);
        }
    }

    @Test
    void a_closed_database_says_so_to_readers_and_writers() {
        SqliteDatabase database = open();
        Stores stores = Stores.over(database);
        stores.close();
        assertThatThrownBy(() -> stores.people().add(Samples.person("ada@example.org"), HASH))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> stores.people().anyWith(Role.ADMIN))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(stores::ping).isInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void a_file_that_is_no_database_and_a_folder_that_is_none_are_named() throws Exception {
        Files.writeString(file(), "this is not a database, and it is long enough to be looked at. ".repeat(50));
        assertThatThrownBy(this::open)
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("is no SQLite database")
                .hasMessageContaining(file().toString());
        Path below = file().resolve("folder/sallyport.db");
        assertThatThrownBy(() -> SqliteDatabase.open(below))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("cannot be made")
                .hasMessageContaining(below.toString());
    }

    @Test
    void T50_an_acknowledged_write_is_there_though_the_program_died_before_a_checkpoint() throws Exception {
        Person ada = Samples.person("ada@example.org");
        Path after = Files.createDirectory(folder.resolve("after"));
        try (SqliteDatabase database = open()) {
            Stores.over(database).people().add(ada, HASH);
            // What lies on the disk at this moment is what a program finds that starts after this one was killed.
            Path log = folder.resolve("sallyport.db-wal");
            assertThat(Files.size(log)).isPositive();
            Files.copy(log, after.resolve("sallyport.db-wal"));
            Files.copy(file(), after.resolve("sallyport.db"));
        }
        try (SqliteDatabase found = SqliteDatabase.open(after.resolve("sallyport.db"))) {
            assertThat(Stores.over(found).people().byEmail(ada.email())).contains(ada);
        }
    }
}

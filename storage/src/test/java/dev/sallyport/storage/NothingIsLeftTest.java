package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.person.Person;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for an erased person in every table there is, and in the bytes of the files. */
class NothingIsLeftTest {
    private static final String EMAIL = "ada.whom.nobody.else.is.called@example.org";

    /** What keeps the id, and why. */
    private static final Set<String> STAYS = Set.of(
            // What happened stays; the id is nobody's from then on.
            "audit_event",
            // The job that erases is the one that runs.
            "job",
            // These have verbs of their own.
            "file",
            "upload");

    /** Columns that can name a person. A table that has one must be filled by {@link BelongingsOf}, and emptied by the erasure. */
    private static final Set<String> NAMING = Set.of("person", "owner", "reader", "recipient", "subject", "email");

    /** These hold keyed digests of what they name, and expire within days. */
    private static final Set<String> DIGESTS = Set.of("letter_count");

    @Test
    void no_table_names_an_erased_person(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sallyport.db");
        try (Database database = SqliteDatabase.open(file)) {
            Stores stores = Stores.over(database);
            Person ada = BelongingsOf.added(stores, EMAIL);
            var named = new TreeSet<>(naming(database, ada));
            named.add("person_role");
            assertThat(named)
                    .as("BelongingsOf must give a person something of each")
                    .containsAll(withNames(database));

            stores.documents().removeOwnedBy(ada.id(), 10, Samples.NOW);
            stores.erasure().erase(ada.id(), "erase-person");
            assertThat(naming(database, ada)).isSubsetOf(STAYS);
            assertThat(bytes(folder)).as("removed rows are overwritten").doesNotContain(EMAIL);
        }
    }

    private static List<String> tables(Database database) {
        return database.read(handle -> handle.all(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                        + " AND name NOT LIKE 'flyway%'",
                row -> row.text()));
    }

    private static List<String> columns(Database database, String table) {
        return database.read(handle -> handle.all("SELECT name FROM pragma_table_info(?)", row -> row.text(), table));
    }

    private static Set<String> withNames(Database database) {
        var found = new TreeSet<String>();
        for (String table : tables(database)) {
            if (columns(database, table).stream().anyMatch(NAMING::contains) && !DIGESTS.contains(table)) {
                found.add(table);
            }
        }
        return found;
    }

    private static Set<String> naming(Database database, Person person) {
        var found = new TreeSet<String>();
        for (String table : tables(database)) {
            for (String column : columns(database, table)) {
                String sql = "SELECT 1 FROM " + table + " WHERE instr(" + column + ", ?) > 0 OR instr(" + column
                        + ", ?) > 0";
                if (database.read(handle ->
                        handle.any(sql, person.id().toString(), person.email().value()))) {
                    found.add(table);
                }
            }
        }
        return found;
    }

    private static String bytes(Path folder) throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}

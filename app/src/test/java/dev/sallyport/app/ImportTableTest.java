package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sallyport import users}: people from a table, line by line. */
class ImportTableTest {
    @TempDir
    Path folder;

    private ImportingHouse house;

    @BeforeEach
    void open() {
        house = new ImportingHouse(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Ended table(String text) {
        try {
            return house.run(
                    "users",
                    Files.writeString(folder.resolve("people.csv"), text).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void people_of_a_table_come_line_by_line_and_bad_lines_are_told() throws Exception {
        Ended ended =
                house.run("users", ImportingHouse.FILES.resolve("people.csv").toString());
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.out()).contains("People added: 5, here already: 0, not taken: 7.");
        assertThat(ended.out())
                .contains(
                        "line 4",
                        "email (column 1)",
                        "line 5",
                        "name (column 2)",
                        "line 9",
                        "email_verified (column 4)",
                        "line 10",
                        "line 11")
                .contains("the address stands in the file twice")
                .contains("--role admin=admin");
        Person edsger = house.person("edsger@example.org");
        assertThat(edsger.name()).isEqualTo("Dijkstra, Edsger \"E. W.\"");
        assertThat(edsger.roles()).containsExactly(new Role("editor"), new Role("reader"));
        assertThat(edsger.created()).hasToString("2019-05-01T10:00:00Z");
        assertThat(house.person("last@example.org").name()).isEqualTo("Last One");
        assertThat(house.hash("donald@example.org")).isEmpty();
        house.signsInAndIsRehashed("edsger@example.org", "old pass phrase of edsger", "$2a$10$");
        house.signsInAndIsRehashed("barbara@example.org", "old pass phrase of barbara", "$scrypt$ln=14");
        Ended again =
                house.run("users", ImportingHouse.FILES.resolve("people.csv").toString());
        assertThat(again.out()).contains("People added: 0,");
    }

    @Test
    void a_table_of_other_columns_is_refused() {
        Map<String, String> whys = Map.of(
                "email,password", "there is no column password",
                "name,roles", "there must be a column email",
                "email,name,email", "the column email is there twice",
                "email,x\u001b[2J", "there is no column x?[2J");
        whys.forEach((first, why) -> {
            Ended ended = table(first + "\nada@example.org,x\n");
            assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
            assertThat(ended.err()).contains("line 1").contains(why);
        });
        assertThat(house.anybody("ada@example.org")).isEmpty();
    }

    @Test
    void T43_a_table_that_cannot_be_read_to_its_end_says_who_came() {
        Ended endless = table("email\nfirst@example.org\n\"" + "never ends\n".repeat(20_000));
        assertThat(endless.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(endless.err()).contains("of those before, 1 came");
        assertThat(house.anybody("first@example.org")).isPresent();
        Ended open = table("email\nsecond@example.org\n\"third@example.org\n");
        assertThat(open.exit()).as(open.out()).isEqualTo(Exit.FINDINGS);
        assertThat(house.anybody("second@example.org")).isPresent();
        assertThat(house.anybody("third@example.org")).isEmpty();
    }

    @Test
    void T43_a_table_that_is_not_utf_8_or_has_an_endless_field_is_refused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "email,name\nada@example.org,Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(house.run("users", file.toString()).err()).contains("it is not UTF-8");
        assertThat(table("email\n\"" + "x".repeat(200_000) + "\"\n").exit()).isEqualTo(Exit.FINDINGS);
        assertThat(table("").err()).contains("is empty");
    }
}

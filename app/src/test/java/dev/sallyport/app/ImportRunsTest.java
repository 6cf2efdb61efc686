package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.audit.AuditEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an import goes: again, without keeping anything, from several files, from hostile ones, and not at all. */
class ImportRunsTest {
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

    @Test
    void a_second_run_changes_nothing_whatever_became_of_people_since() throws Exception {
        house.realm();
        assertThat(house.signIn("ada@example.org", "old pass phrase of ada")).isEqualTo(200);
        String chosen = house.hash("ada@example.org").orElseThrow();
        Ended again = house.realm();
        assertThat(again.out()).contains("People added: 0, here already: 7, not taken: 4.");
        assertThat(again.out()).contains("Clients added: 0, here already: 3.");
        assertThat(house.hash("ada@example.org")).contains(chosen);
    }

    @Test
    void a_dry_run_says_the_same_and_keeps_nothing() {
        Ended dry = house.realm("--dry-run");
        assertThat(dry.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(dry.out()).contains("Clients that would be added: 3, here already: 0.");
        assertThat(dry.out()).contains("People who would be added: 8, here already: 0, not taken: 3.");
        assertThat(house.anybody("ada@example.org")).isEmpty();
        assertThat(house.known("shop")).isEmpty();
        assertThat(house.events()).noneMatch(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN);
    }

    @Test
    void the_log_says_when_an_import_began_and_what_it_came_to() {
        house.realm();
        List<AuditEvent> events = house.events();
        assertThat(events)
                .filteredOn(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN)
                .hasSize(1);
        assertThat(events)
                .filteredOn(event -> event.kind() == AuditEvent.Kind.IMPORT_ENDED)
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("source", "keycloak")
                        .containsEntry("added", "7")
                        .containsEntry("refused", "4"));
        assertThat(events).noneMatch(event -> event.kind() == AuditEvent.Kind.ACCOUNT_CREATED);
    }

    @Test
    void a_command_that_cannot_be_is_not_begun() {
        assertThat(house.run("keycloak", folder.resolve("none.json").toString()).exit())
                .isEqualTo(Exit.USAGE);
        assertThat(house.run("keycloak", folder.toString()).exit()).isEqualTo(Exit.USAGE);
        assertThat(house.realm("--role", "x=Not A Role").exit()).isEqualTo(Exit.USAGE);
        assertThat(house.events()).noneMatch(event -> event.kind() == AuditEvent.Kind.IMPORT_BEGUN);
    }

    @Test
    void the_files_of_a_folder_are_one_realm_and_two_realms_are_not() throws IOException {
        Path one = Files.writeString(folder.resolve("a-realm.json"), "{\"realm\":\"a\",\"clients\":[]}");
        Path two = Files.writeString(
                folder.resolve("a-users-0.json"),
                "{\"realm\":\"a\",\"users\":[{\"id\":\"0a1b2c3d-0000-4000-8000-00000000000a\",\"username\":\"x@example.org\","
                        + "\"email\":\"x@example.org\",\"enabled\":true}]}");
        assertThat(house.run("keycloak", one.toString(), two.toString()).out()).contains("People added: 1,");
        Path other = Files.writeString(folder.resolve("b-users-0.json"), "{\"realm\":\"b\",\"users\":[]}");
        Ended mixed = house.run("keycloak", one.toString(), other.toString());
        assertThat(mixed.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(mixed.err()).contains("two realms, a and b");
    }

    @Test
    void T43_a_file_that_cannot_be_read_brings_in_nobody_and_says_where() throws IOException {
        String good = "{\"id\":\"0a1b2c3d-0000-4000-8000-00000000000b\",\"username\":\"good@example.org\","
                + "\"email\":\"good@example.org\",\"enabled\":true}";
        Map<String, String> hostile = Map.of(
                "breaks off", "{\"realm\":\"a\",\"users\":[" + good + ",{\"email\":",
                "deep", "{\"realm\":\"a\",\"users\":[" + good + ",{\"x\":" + "[".repeat(100_000) + "]}]}",
                "long string",
                        "{\"realm\":\"a\",\"users\":[" + good + ",{\"email\":\"" + "x".repeat(3_000_000) + "\"}]}",
                "long entry",
                        "{\"realm\":\"a\",\"users\":[" + good + ",{\"x\":[" + "\"y\",".repeat(400_000) + "\"y\"]}]}",
                "twice",
                        "{\"realm\":\"a\",\"users\":[" + good
                                + ",{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}]}",
                "no realm", "[" + good + "]",
                "no list", "{\"realm\":\"a\",\"users\":{\"a\":" + good + "}}",
                "no objects", "{\"realm\":\"a\",\"users\":[" + good + ",7]}",
                "more behind", "{\"realm\":\"a\",\"users\":[" + good + "]}{}",
                "no text", "{\"realm\":\"a\",\"users\":[" + good + "\u0000");
        hostile.forEach((name, text) -> {
            try {
                Path file = Files.writeString(folder.resolve("hostile.json"), text);
                Ended ended = house.run("keycloak", file.toString());
                assertThat(ended.exit()).as(name).isEqualTo(Exit.FINDINGS);
                assertThat(ended.err()).as(name).contains("hostile.json").doesNotContain("\tat ");
                assertThat(house.anybody("good@example.org")).as(name).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void T43_fields_of_another_kind_than_keycloaks_are_no_mistake_of_the_program() throws IOException {
        Path file = Files.writeString(
                folder.resolve("kinds.json"),
                "{\"realm\":7,\"users\":[{\"email\":{\"a\":1}},{\"id\":[],\"email\":\"kind@example.org\",\"firstName\":7,"
                        + "\"enabled\":\"maybe\",\"emailVerified\":[],\"createdTimestamp\":\"x\",\"credentials\":{\"a\":1},"
                        + "\"realmRoles\":\"x\",\"clientRoles\":[1],\"groups\":7,\"attributes\":[1],\"requiredActions\":{},"
                        + "\"federatedIdentities\":[null,7]}],\"clients\":[{},{\"clientId\":\"k\",\"redirectUris\":7,"
                        + "\"attributes\":[],\"secret\":{}}],\"identityProviders\":[{}],\"roles\":{\"realm\":[{}]}}");
        Ended ended = house.run("keycloak", file.toString());
        assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(ended.err()).doesNotContain("a mistake of the program");
        assertThat(ended.out()).contains("People added: 1, here already: 0, not taken: 1.");
        assertThat(house.person("kind@example.org").emailVerified()).isFalse();
    }

    @Test
    void T45_what_a_file_says_cannot_move_the_terminals_cursor() throws IOException {
        Path file = Files.writeString(
                folder.resolve("odd.json"),
                "{\"realm\":\"a\\u001b[2J\",\"users\":[{\"username\":\"\\u001b[31mred\\r\\n\\u202eevil\",\"enabled\":true}]}");
        Ended ended = house.run("keycloak", file.toString());
        assertThat(ended.out() + ended.err()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(ended.out()).contains("?[31mred???evil");
    }
}

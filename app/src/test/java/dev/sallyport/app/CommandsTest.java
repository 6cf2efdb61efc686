package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.OpenHouse.Ended;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands {@code key} and {@code audit} on the data of a house that is open beside them, and what all commands say alike. */
class CommandsTest {
    @TempDir
    static Path folder;

    private static OpenHouse house;

    @BeforeAll
    static void open() {
        house = new OpenHouse(folder, OpenHouse.SPA);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void T34_a_new_key_is_published_before_it_signs_and_the_old_one_stays_until_its_tokens_have_run_out() {
        Ended rotated = house.run("key rotate");
        assertThat(rotated.exit()).as(rotated.err()).isZero();
        assertThat(rotated.out()).contains("is published now", "It signs from", "signs until", "stays published until");
        var keys = Json.tree(house.run("key list --json").out().getBytes(StandardCharsets.UTF_8))
                .get("items");
        assertThat(keys.get(0).get("state").asString()).isEqualTo("signs");
        assertThat(keys.get(0).get("leaves_at").asString())
                .isGreaterThan(keys.get(0).get("signs_until").asString());
        assertThat(keys.get(keys.size() - 1).get("state").asString()).isEqualTo("waits");
        assertThat(house.events()).extracting(AuditEvent::kind).contains(AuditEvent.Kind.KEY_ROTATED);
    }

    @Test
    void L17_a_row_changed_by_hand_in_SQLite_beside_an_open_house_is_named_by_audit_verify() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            assertThat(house.run("user add " + name + "@example.org").exit()).isZero();
        }
        house.seen(desk ->
                new SealAudit(desk.stores().seals(), sealer(), Machine.real().clock()).seal());
        Ended intact = house.run("audit verify");
        assertThat(intact.exit()).as(intact.out()).isZero();
        assertThat(intact.out()).contains("intact: ", "head: ");
        String head = intact.out().replaceFirst("(?s).*head: ", "").strip();
        assertThat(house.run("audit verify --head " + head).exit()).isZero();
        assertThat(house.run("audit verify --head 1." + "A".repeat(43)).out())
                .contains("head gone: seal 1 as it was noted");
        assertThat(house.run("audit verify --head x").exit()).isEqualTo(Exit.USAGE);

        String id = "";
        String database = "jdbc:sqlite:" + folder.resolve("data").resolve("sallyport.db");
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT id FROM audit_event WHERE place = 1")) {
                id = row.getString(1);
            }
            assertThat(statement.executeUpdate(
                            "UPDATE audit_event SET details = '{\"by\":\"nobody\"}' WHERE place = 1"))
                    .isEqualTo(1);
        }
        Ended found = house.run("audit verify");
        assertThat(found.exit()).isEqualTo(Exit.FINDINGS);
        assertThat(found.out())
                .contains("changed: event " + id + " at place 1 under seal 1, dated ", ", sealed ", "1 finding: ");
        var told = Json.tree(house.run("audit verify --json")
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .getBytes(StandardCharsets.UTF_8));
        assertThat(told.get("finding").asString()).isEqualTo("changed");
        assertThat(told.get("event").asString()).isEqualTo(id);

        List<String> lines = house.run("audit export").out().lines().toList();
        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(Json.tree(line.getBytes(StandardCharsets.UTF_8))
                                .get("type")
                                .asString())
                        .contains("."));
        assertThat(house.run("audit export --until 2020-01-01").out()).isEmpty();
        assertThat(house.run("audit export --from 2020-01-01T00:00:00Z").out().lines())
                .hasSizeGreaterThanOrEqualTo(lines.size());
    }

    private static Sealer sealer() {
        return DataFolder.masterKey(
                house.settings().configuration().masterKey(), Machine.real().random());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        audit export --from yesterday                     | 2 | it is written 2026-11-24
        user add nobody                                   | 2 | not a mail address
        user add a@example.org --password secret          | 2 | Unknown option
        user add a@example.org --password-file /no/file   | 2 | /no/file
        user add a@example.org --role Big:Boss            | 2 | a role is
        user role spa@example.org                         | 2 | --none
        user show nobody@example.org                      | 1 | user list
        user show 42                                      | 1 | 42
        user list --limit 201                             | 2 | 1 to 200
        client add x --grant implicit                     | 2 | there is no grant implicit
        client add x --grant client_credential            | 2 | Did you mean client_credentials?
        client add x --public --grant client_credentials  | 2 | no secret to show
        client add x --public --grant token-exchange      | 2 | cannot exchange tokens
        client add x --grant authorization_code           | 2 | redirect URI
        client add spa --public --grant refresh_token     | 1 | already
        client add x --grant client_credentials --backchannel-logout-uri http://x.example.org/out | 2 | back-channel logout URI
        client add x --grant client_credentials --frontchannel-logout-uri https://x.example.org/ | 2 | one of the redirect URIs
        client show spaa                                  | 1 | Did you mean spa?
        client rotate-secret nothing-like-it              | 1 | client list
        key rotate --algorithm HS256                      | 2 | ES256
        """)
    void what_cannot_be_is_said_with_what_would_be_right(String line, int exit, String said) {
        Ended ended = house.run(line);
        assertThat(ended.err()).contains(said).doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(exit);
    }

    @Test
    void a_room_of_commands_lists_what_can_be_done_there() {
        for (String room : List.of("user", "client", "key", "audit")) {
            Ended ended = OpenHouse.elsewhere(room);
            assertThat(ended.exit()).isEqualTo(Exit.USAGE);
            assertThat(ended.err())
                    .contains("Missing required subcommand", room.equals("audit") ? "verify" : "list", "Examples:");
        }
    }

    @Test
    void in_a_wrong_folder_a_command_makes_nothing_and_says_so() {
        Path elsewhere = folder.resolve("elsewhere");
        Ended ended = OpenHouse.elsewhere("user", "list", "--data", elsewhere.toString());
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.err()).contains(elsewhere.toString(), "does not exist", "--data");
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void an_empty_list_says_what_to_do_next() {
        Path fresh = folder.resolve("fresh");
        DataFolder.make(fresh);
        DataFolder.masterKey(fresh.resolve("master.key"), Machine.real().random());
        assertThat(OpenHouse.elsewhere("user", "list", "--data", fresh.toString())
                        .out())
                .contains("user add EMAIL");
        assertThat(OpenHouse.elsewhere("client", "list", "--data", fresh.toString())
                        .out())
                .contains("client add ID");
        assertThat(OpenHouse.elsewhere("key", "list", "--data", fresh.toString())
                        .out())
                .contains("key rotate");
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators ask the audit log, and who may not. */
class AdminAuditTest {
    private static final String ADA = "ada@example.org";
    private static final String EVE = "eve@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private String admin;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.register(EVE);
        door.stores.people().changeRoles(door.idOf(ADA), new TreeSet<>(Set.of(Role.ADMIN)));
        admin = field(door.mobile(ADA, PASSWORD), "access_token");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response asked(String query) {
        return door.ask(Request.of("GET", "/v1/admin/audit" + query).header("authorization", "Bearer " + admin));
    }

    @Test
    void L17_administrators_find_events_by_person_kind_and_time() {
        door.pass(Duration.ofSeconds(10));
        String since = door.now().toString();
        assertThat(door.mobile(EVE, "not her password").status()).isEqualTo(401);
        var failed = json(asked("?kind=session.sign_in_failed&person=" + door.idOf(EVE)));
        assertThat(failed.get("items").size()).isEqualTo(1);
        var event = failed.get("items").get(0);
        assertThat(event.get("type").asString()).isEqualTo("session.sign_in_failed");
        assertThat(event.get("at").asString()).isEqualTo(since);
        assertThat(event.get("person").asString()).isEqualTo(door.idOf(EVE).toString());
        assertThat(json(asked("?from=" + since)).get("items").size()).isEqualTo(1);
        assertThat(text(asked("?until=" + since)))
                .contains("account.created", "session.signed_in")
                .doesNotContain("sign_in_failed");
    }

    @Test
    void L17_the_list_goes_on_by_its_cursor() {
        var first = json(asked("?limit=1"));
        assertThat(first.get("items").size()).isEqualTo(1);
        var second = json(asked("?limit=1&after=" + first.get("next").asString()));
        assertThat(second.get("items").get(0).get("id"))
                .isNotEqualTo(first.get("items").get(0).get("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?kind=nothing", "?person=42", "?from=yesterday", "?until=2026-13-01T00:00:00Z", "?limit=201"})
    void what_cannot_be_asked_is_said(String query) {
        Response refused = asked(query);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(text(refused)).contains("type of event");
    }

    @Test
    void L17_who_is_no_administrator_reads_nobodys_events() {
        String other = field(door.mobile(EVE, PASSWORD), "access_token");
        assertThat(door.ask(Request.of("GET", "/v1/admin/audit").header("authorization", "Bearer " + other))
                        .status())
                .isEqualTo(403);
        assertThat(door.ask(Request.of("GET", "/v1/admin/audit")).status()).isEqualTo(401);
    }
}

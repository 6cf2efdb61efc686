package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators see the queue, have tried again what was given up, or discard it. */
class JobsTest {
    private static final String ADMIN = "admin@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private Person admin;
    private String access;
    private Job dead;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADMIN);
        admin = door.stores.people().byEmail(new EmailAddress(ADMIN)).orElseThrow();
        door.stores.people().changeRoles(admin.id(), new TreeSet<>(List.of(Role.ADMIN)));
        access = field(door.mobile(ADMIN, PASSWORD), "access_token");
        dead = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 10).getFirst();
        door.stores.jobs().bury(dead, "550 no such mailbox", door.now());
        door.register("ada@example.org");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response ask(String method, String path, String token) {
        return door.ask(Request.of(method, path).header("authorization", "Bearer " + token));
    }

    private List<AuditEvent> changes() {
        return door.stores.audit().of(admin.id(), Slice.first(50)).items().stream()
                .filter(event -> event.kind() == AuditEvent.Kind.JOB_CHANGED)
                .toList();
    }

    @Test
    void L25_what_was_given_up_is_listed_with_its_reason_and_never_with_its_link() {
        Response all = ask("GET", "/v1/admin/jobs", access);
        assertThat(all.status()).isEqualTo(200);
        assertThat(text(all))
                .contains("\"state\":\"dead\"", "\"state\":\"waiting\"")
                .doesNotContain("#", "http");
        String shown = text(ask("GET", "/v1/admin/jobs?state=dead", access));
        assertThat(shown)
                .contains(
                        dead.id().toString(),
                        "\"kind\":\"mail\"",
                        "\"template\":\"verify-email\"",
                        "\"recipient\":\"admin@example.org\"",
                        "\"reason\":\"550 no such mailbox\"")
                .doesNotContain("waiting");
        String first = text(ask("GET", "/v1/admin/jobs?limit=1", access));
        assertThat(first).contains("\"next\":");
    }

    @Test
    void L25_a_retry_makes_the_job_due_again_once_and_stands_in_the_log() {
        String path = "/v1/admin/jobs/" + dead.id() + "/retry";
        assertThat(ask("POST", path, access).status()).isEqualTo(204);
        assertThat(ask("POST", path, access).status()).isEqualTo(404);
        assertThat(door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 10))
                .extracting(Job::id)
                .contains(dead.id());
        assertThat(changes())
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("changed", "retry")
                        .containsEntry("job", dead.id().toString())
                        .containsEntry("kind", "mail"));
    }

    @Test
    void a_discarded_job_is_gone_and_the_log_knows() {
        String path = "/v1/admin/jobs/" + dead.id();
        assertThat(ask("DELETE", path, access).status()).isEqualTo(204);
        assertThat(ask("DELETE", path, access).status()).isEqualTo(404);
        assertThat(text(ask("GET", "/v1/admin/jobs?state=dead", access))).contains("\"items\":[]");
        assertThat(changes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=lost", "?limit=0", "?limit=x", "?after=%20"})
    void questions_that_are_none_are_refused(String query) {
        assertThat(ask("GET", "/v1/admin/jobs" + query, access).status()).isEqualTo(400);
    }

    @Test
    void T47_others_see_and_change_nothing() {
        String other = field(door.mobile("ada@example.org", PASSWORD), "access_token");
        assertThat(ask("GET", "/v1/admin/jobs", other).status()).isEqualTo(403);
        assertThat(ask("POST", "/v1/admin/jobs/" + dead.id() + "/retry", other).status())
                .isEqualTo(403);
        assertThat(ask("DELETE", "/v1/admin/jobs/" + dead.id(), other).status()).isEqualTo(403);
        assertThat(ask("POST", "/v1/admin/jobs/nonsense/retry", access).status())
                .isEqualTo(404);
    }
}

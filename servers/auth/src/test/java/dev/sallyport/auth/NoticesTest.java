package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.letter.LetterLimits;
import dev.sallyport.domain.letter.NoticeOfEvents;
import dev.sallyport.domain.letter.WriteNotice;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner of an account is told what happened there, and not of what they know. */
class NoticesTest {
    private static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private WriteNotice notice;
    private final List<AuditEvent> seen = new ArrayList<>();

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        var letters = new Letters(
                door.stores.jobs(),
                door.links,
                door.stores.mailboxes(),
                LetterLimits.defaults().over(door.stores.letterCounts()),
                count -> new byte[count]);
        notice = new WriteNotice(door.stores.people(), door.stores.sessions(), door.stores.audit(), letters, door::now);
        door.register(ADA);
        told();
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** The letters of what happened since the last call: by event, job and letter, as in a house. */
    private List<Map<String, String>> told() {
        var follower = new NoticeOfEvents(bytes -> new byte[bytes]);
        var fresh = new ArrayList<>(door.stores.audit().all(Slice.first(200)).items());
        fresh.removeAll(seen);
        seen.addAll(fresh);
        fresh.reversed().stream()
                .flatMap(event -> follower.after(event).stream())
                .forEach(notice::run);
        List<Job> jobs = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 50);
        jobs.forEach(door.stores.jobs()::done);
        return jobs.stream().map(Job::payload).toList();
    }

    private Response app(String device) {
        return door.ask(Request.of("POST", "/v1/auth/login_mobile")
                .header("user-agent", device)
                .json("{\"username\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}"));
    }

    private void later() {
        door.pass(Duration.ofSeconds(61));
    }

    @Test
    void a_sign_in_in_another_browser_is_told_and_one_in_a_known_browser_is_not() {
        Response first = door.web(ADA, PASSWORD, "");
        assertThat(told()).as("the first sign-in of all").isEmpty();
        later();
        door.web(ADA, PASSWORD, "__Host-known_browser=" + cookie(first, "__Host-known_browser"));
        assertThat(told()).as("the same browser").isEmpty();
        later();
        door.web(ADA, PASSWORD, "");
        assertThat(told())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .containsEntry("template", "new-device")
                        .containsEntry("to", ADA)
                        .hasEntrySatisfying(
                                "link", link -> assertThat(link).startsWith("https://id.example.org/reset-password#"))
                        .hasEntrySatisfying("at", at -> assertThat(at).startsWith("2026-11-24T10:02:02")));
    }

    @Test
    void an_app_is_known_by_what_it_calls_itself() {
        app("Shop/1.0");
        later();
        app("Shop/1.0");
        assertThat(told()).isEmpty();
        later();
        app("Stolen/6.6");
        assertThat(told()).extracting(letter -> letter.get("device")).containsExactly("Stolen/6.6");
    }

    @Test
    void T18_a_token_that_came_twice_is_told() {
        String refresh = field(app("Shop/1.0"), "refresh_token");
        told();
        assertThat(door.refresh(refresh).status()).isEqualTo(200);
        later();
        assertThat(door.refresh(refresh).status()).isEqualTo(401);
        assertThat(told())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .containsEntry("template", "session-stolen")
                        .containsEntry("device", "Shop/1.0"));
    }

    @Test
    void a_new_password_is_told_and_a_disabled_account_hears_nothing() {
        String token = door.resetLink(ADA);
        door.post("/v1/auth/password/reset", "{\"token\":\"" + token + "\",\"password\":\"another long password\"}");
        assertThat(told()).extracting(letter -> letter.get("template")).containsExactly("password-changed");
        String next = door.resetLink(ADA);
        door.post("/v1/auth/password/reset", "{\"token\":\"" + next + "\",\"password\":\"yet another password\"}");
        door.disable(ADA);
        assertThat(told()).isEmpty();
    }
}

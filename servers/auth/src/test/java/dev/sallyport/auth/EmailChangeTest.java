package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another address, by way of the new mailbox, and back by way of the old one. */
class EmailChangeTest {
    private static final String ADA = "ada@example.org";
    private static final String NEW = "ada@new.example";
    private static final String THIEF = "thief@example.org";
    private static final String NEXT = "another long password";

    @TempDir
    Path folder;

    private TestDoor door;
    private String access;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        assertThat(door.post("/v1/auth/email/verify", token(letters().getFirst()))
                        .status())
                .isEqualTo(204);
        access = field(door.mobile(ADA, PASSWORD), "access_token");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private List<Map<String, String>> letters() {
        List<Job> jobs = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 50);
        jobs.forEach(door.stores.jobs()::done);
        return jobs.stream()
                .filter(job -> job.kind().equals(Letters.KIND))
                .map(Job::payload)
                .toList();
    }

    private static String linked(Map<String, String> letter) {
        return letter.get("link").substring(letter.get("link").indexOf('#') + 1);
    }

    private static String token(Map<String, String> letter) {
        return "{\"token\":\"" + linked(letter) + "\"}";
    }

    private static String tokenAnd(Map<String, String> letter, String password) {
        return "{\"token\":\"" + linked(letter) + "\",\"password\":\"" + password + "\"}";
    }

    private Response ask(String to, String password) {
        return door.ask(Request.of("POST", "/v1/auth/email")
                .header("authorization", "Bearer " + access)
                .json("{\"email\":\"" + to + "\",\"password\":\"" + password + "\"}"));
    }

    private Response change(Map<String, String> letter) {
        return door.post("/v1/auth/email/change", token(letter));
    }

    private Response undo(Map<String, String> letter, String password) {
        return door.post("/v1/auth/email/undo", tokenAnd(letter, password));
    }

    @Test
    void T07_nothing_changes_before_the_new_mailbox_agrees_and_the_old_one_is_told() {
        assertThat(ask(NEW, PASSWORD).status()).isEqualTo(202);
        Map<String, String> asked = letters().getFirst();
        assertThat(asked)
                .containsEntry("to", NEW)
                .containsEntry("template", "change-email")
                .doesNotContainValue(ADA);
        assertThat(asked.get("link")).startsWith("https://id.example.org/change-email#");
        assertThat(door.mobile(NEW, PASSWORD).status()).isEqualTo(401);

        assertThat(change(asked).status()).isEqualTo(204);
        assertThat(door.mobile(NEW, PASSWORD).status()).isEqualTo(200);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(401);
        assertThat(text(door.me(access))).contains(NEW, "\"email_verified\":true");
        Map<String, String> told = letters().getFirst();
        assertThat(told)
                .containsEntry("to", ADA)
                .containsEntry("template", "email-changed")
                .containsEntry("email", NEW);
        assertThat(change(asked).status()).as("a link works once").isEqualTo(400);
    }

    @Test
    void T07_the_password_is_asked_for_once_more_and_guesses_are_counted() {
        for (int i = 0; i < 5; i++) {
            Response wrong = ask(NEW, "a wrong password " + i);
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(text(wrong)).contains("/password");
        }
        assertThat(ask(NEW, PASSWORD).status()).isEqualTo(429);
        assertThat(letters()).extracting(letter -> letter.get("template")).containsExactly("suspended");
    }

    @Test
    void T24_an_address_of_somebody_else_is_asked_for_alike_and_not_taken() {
        door.register(THIEF);
        letters();
        Response free = ask(NEW, PASSWORD);
        Response taken = ask(THIEF, PASSWORD);
        assertThat(text(taken)).isEqualTo(text(free));
        assertThat(taken.status()).isEqualTo(free.status());
        assertThat(change(letters().getLast()).status()).isEqualTo(400);
        assertThat(door.stores.people().byEmail(new EmailAddress(ADA))).isPresent();
    }

    @Test
    void T07_only_the_newest_wish_counts_and_for_an_hour() {
        ask(NEW, PASSWORD);
        Map<String, String> first = letters().getFirst();
        ask("ada@third.example", PASSWORD);
        Map<String, String> second = letters().getFirst();
        assertThat(change(first).status()).isEqualTo(400);
        door.pass(Duration.ofMinutes(61));
        assertThat(change(second).status()).isEqualTo(400);
        assertThat(door.stores.people().byEmail(new EmailAddress(ADA))).isPresent();
    }

    @Test
    void T07_the_owner_takes_the_address_back_from_a_thief_who_knew_the_password() {
        assertThat(ask(THIEF, PASSWORD).status()).isEqualTo(202);
        assertThat(change(letters().getFirst()).status()).isEqualTo(204);
        Map<String, String> told = letters().getFirst();
        String refresh = field(door.mobile(THIEF, PASSWORD), "refresh_token");

        // The thief cannot move on while the owner may take it back.
        Response again = ask("thief2@example.org", PASSWORD);
        assertThat(again.status()).isEqualTo(409);
        assertThat(text(again)).contains("changed-lately");
        assertThat(letters()).isEmpty();

        door.pass(Duration.ofDays(6));
        assertThat(undo(told, "short").status()).as("the link is still good").isEqualTo(422);
        assertThat(undo(told, NEXT).status()).isEqualTo(204);
        assertThat(door.mobile(ADA, NEXT).status()).isEqualTo(200);
        assertThat(door.mobile(THIEF, PASSWORD).status()).isEqualTo(401);
        assertThat(door.refresh(refresh).status()).isEqualTo(401);
        assertThat(undo(told, PASSWORD).status()).as("a link works once").isEqualTo(400);
    }

    @Test
    void T07_links_to_the_old_mailbox_are_good_for_nothing_after_the_change() {
        door.post("/v1/auth/password/forgot", "{\"email\":\"" + ADA + "\"}");
        door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 50).forEach(job -> {
            door.forgotten.run(job);
            door.stores.jobs().done(job);
        });
        Map<String, String> reset = letters().getFirst();
        ask(NEW, PASSWORD);
        assertThat(change(letters().getFirst()).status()).isEqualTo(204);
        assertThat(door.post("/v1/auth/password/reset", tokenAnd(reset, NEXT)).status())
                .isEqualTo(400);
    }

    @Test
    void T13_of_many_who_use_one_link_at_once_one_changes_the_address() throws Exception {
        ask(NEW, PASSWORD);
        Map<String, String> asked = letters().getFirst();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> change(asked).status()))
                    .toList();
            int won = 0;
            for (var answer : answers) {
                won += answer.get() == 204 ? 1 : 0;
            }
            assertThat(won).isOne();
        }
        assertThat(letters()).extracting(letter -> letter.get("template")).containsExactly("email-changed");
    }

    @Test
    void T07_links_of_one_flow_are_nothing_to_another() {
        ask(NEW, PASSWORD);
        Map<String, String> asked = letters().getFirst();
        assertThat(undo(asked, NEXT).status()).isEqualTo(400);
        assertThat(door.post("/v1/auth/email/verify", token(asked)).status()).isEqualTo(400);
        assertThat(door.post("/v1/auth/password/reset", tokenAnd(asked, NEXT)).status())
                .isEqualTo(400);
        assertThat(change(asked).status()).isEqualTo(204);
    }

    @Test
    void letters_are_in_the_language_of_the_browser_in_which_the_address_was_confirmed() {
        door.ask(Request.of("POST", "/v1/auth/register")
                .header("accept-language", "de-AT, en;q=0.5")
                .json("{\"email\":\"b@example.org\",\"password\":\"" + PASSWORD + "\"}"));
        Map<String, String> welcome = letters().getFirst();
        assertThat(welcome).containsEntry("language", "de");
        door.ask(Request.of("POST", "/v1/auth/email/verify")
                .header("accept-language", "de")
                .json(token(welcome)));
        for (int i = 0; i < 5; i++) {
            door.mobile("b@example.org", "a wrong password");
        }
        assertThat(letters().getFirst()).containsEntry("template", "suspended").containsEntry("language", "de");
    }

    @Test
    void T24_a_mailbox_is_not_flooded_and_the_asker_sees_no_difference() {
        Response last = null;
        for (int i = 0; i < 8; i++) {
            last = door.post("/v1/auth/register", "{\"email\":\"x@example.org\",\"password\":\"" + PASSWORD + "\"}");
            assertThat(last.status()).isEqualTo(202);
        }
        assertThat(letters()).hasSize(5);
        assertThat(text(last))
                .isEqualTo(text(door.post(
                        "/v1/auth/register", "{\"email\":\"y@example.org\",\"password\":\"" + PASSWORD + "\"}")));
        door.pass(Duration.ofMinutes(61));
        door.post("/v1/auth/register", "{\"email\":\"x@example.org\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(letters()).extracting(letter -> letter.get("to")).contains("x@example.org");
    }
}

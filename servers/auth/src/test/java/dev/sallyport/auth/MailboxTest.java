package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.ForgottenPassword;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the owner of a mailbox may do by way of it: confirm a registration, and choose a new password. */
class MailboxTest {
    private static final String ADA = "ada@example.org";
    private static final String NEW = "a new long password";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** The letters that wait, after the work behind them was done; each is taken once. */
    private List<String> letters() {
        var letters = new ArrayList<String>();
        for (List<Job> jobs = claim(); !jobs.isEmpty(); jobs = claim()) {
            for (Job job : jobs) {
                if (job.kind().equals(ForgottenPassword.KIND)) {
                    door.forgotten.run(job);
                } else {
                    letters.add(job.payload().getOrDefault("link", ""));
                }
                door.stores.jobs().done(job);
            }
        }
        return letters;
    }

    private List<Job> claim() {
        return door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 10);
    }

    private static String token(String letter) {
        return letter.substring(letter.indexOf('#') + 1)
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private Response verify(String token) {
        return door.post("/v1/auth/email/verify", "{\"token\":\"" + token + "\"}");
    }

    private Response forgot(String email) {
        return door.post("/v1/auth/password/forgot", "{\"email\":\"" + email + "\"}");
    }

    private Response reset(String token, String password) {
        return door.post("/v1/auth/password/reset", "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
    }

    private String resetToken() {
        assertThat(forgot(ADA).status()).isEqualTo(202);
        return token(letters().getLast());
    }

    private void registerWith(String password) {
        assertThat(door.post("/v1/auth/register", "{\"email\":\"" + ADA + "\",\"password\":\"" + password + "\"}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void a_registration_is_confirmed_once_and_its_session_stays() {
        door.register(ADA);
        String access = field(door.mobile(ADA, PASSWORD), "access_token");
        String link = letters().getFirst();
        assertThat(link).contains("https://id.example.org/verify-email#");
        assertThat(verify(token(link) + "x").status()).isEqualTo(400);
        assertThat(verify(token(link)).status()).isEqualTo(204);
        assertThat(text(door.me(access))).contains("\"email_verified\":true");
        assertThat(verify(token(link)).status()).isEqualTo(400);
    }

    @Test
    void T25_who_registered_the_address_before_its_owner_loses_password_and_session() {
        registerWith("the password of a thief");
        letters();
        String refresh = field(door.mobile(ADA, "the password of a thief"), "refresh_token");
        registerWith("the password of the owner");
        assertThat(verify(token(letters().getFirst())).status()).isEqualTo(204);
        assertThat(door.mobile(ADA, "the password of the owner").status()).isEqualTo(200);
        assertThat(door.mobile(ADA, "the password of a thief").status()).isEqualTo(401);
        assertThat(door.refresh(refresh).status()).isEqualTo(401);
    }

    @Test
    void T07_a_late_link_of_another_registration_changes_nothing_once_the_address_is_verified() {
        registerWith("the password of a thief");
        String thief = token(letters().getFirst());
        registerWith("the password of the owner");
        String owner = token(letters().getFirst());
        assertThat(verify(owner).status()).isEqualTo(204);
        assertThat(verify(thief).status()).isEqualTo(400);
        assertThat(door.mobile(ADA, "the password of the owner").status()).isEqualTo(200);
    }

    @Test
    void T07_a_new_password_needs_the_letters_link_ends_every_session_and_works_once() {
        door.register(ADA);
        letters();
        String refresh = field(door.mobile(ADA, PASSWORD), "refresh_token");
        String first = resetToken();
        String second = resetToken();
        assertThat(reset("nonsense.nonsense", NEW).status()).isEqualTo(400);
        assertThat(reset(first, "short").status()).as("the link is still good").isEqualTo(422);
        assertThat(reset(first, NEW).status()).isEqualTo(204);
        assertThat(door.mobile(ADA, NEW).status()).isEqualTo(200);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(401);
        assertThat(door.refresh(refresh).status()).isEqualTo(401);
        assertThat(reset(first, "yet another password").status()).isEqualTo(400);
        assertThat(reset(second, "yet another password").status())
                .as("other links are withdrawn")
                .isEqualTo(400);
    }

    @Test
    void T07_a_link_of_one_purpose_is_nothing_to_another() {
        door.register(ADA);
        String verification = token(letters().getFirst());
        assertThat(reset(verification, NEW).status()).isEqualTo(400);
        assertThat(verify(resetToken()).status()).isEqualTo(400);
        assertThat(verify(verification).status()).as("it was not used up").isEqualTo(204);
    }

    @Test
    void a_link_runs_out() {
        door.register(ADA);
        letters();
        String token = resetToken();
        door.pass(Duration.ofMinutes(61));
        assertThat(reset(token, NEW).status()).isEqualTo(400);
    }

    @Test
    void a_new_password_lifts_the_suspension_of_the_name() {
        door.register(ADA);
        letters();
        IntStream.range(0, 5).forEach(i -> door.mobile(ADA, "wrong " + i));
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(429);
        assertThat(reset(resetToken(), NEW).status()).isEqualTo(204);
        assertThat(door.mobile(ADA, NEW).status()).isEqualTo(200);
    }

    @Test
    void T24_a_forgotten_password_is_answered_alike_for_every_address_and_strangers_get_no_letter() {
        door.register(ADA);
        letters();
        Response known = forgot(ADA);
        assertThat(letters()).hasSize(1);
        Response unknown = forgot("nobody@example.org");
        assertThat(letters()).isEmpty();
        assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(202);
        assertThat(text(unknown)).isEqualTo(text(known));
        door.disable(ADA);
        assertThat(forgot(ADA).status()).isEqualTo(202);
        assertThat(letters()).isEmpty();
    }

    @Test
    void T13_of_a_hundred_holders_of_one_link_one_chooses_the_password() throws Exception {
        door.register(ADA);
        letters();
        String token = resetToken();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 100)
                    .mapToObj(i -> callers.submit(
                            () -> reset(token, "password number " + i).status()))
                    .toList();
            int won = 0;
            for (var answer : answers) {
                won += answer.get() == 204 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }
}

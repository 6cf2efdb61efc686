package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.pool.BoundedPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuessingTest {
    private static final String ADA = "ada@example.org";
    private static final String NOBODY = "nobody@example.org";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        mails();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private List<Job> mails() {
        var jobs = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 100);
        jobs.forEach(job -> door.stores.jobs().done(job));
        return jobs;
    }

    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(door.mobile(name, "a wrong password").status()).isEqualTo(401);
        }
    }

    @Test
    void the_sixth_attempt_on_a_name_is_refused_for_twelve_hours_and_after_a_restart() {
        fail(ADA, 5);
        Response sixth = door.mobile(ADA, PASSWORD);
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(field(sixth, "type")).isEqualTo("/problems/account-suspended");
        assertThat(sixth.headers().first("retry-after")).contains("43200");
        door.close();
        door = new TestDoor(folder);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(429);
        door.pass(Duration.ofHours(12).plusSeconds(1));
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void T19_both_endpoints_count_on_one_counter() {
        fail(ADA, 3);
        assertThat(door.web(ADA, "a wrong password", "").status()).isEqualTo(401);
        assertThat(door.web(ADA, "a wrong password", "").status()).isEqualTo(401);
        assertThat(door.web(ADA, PASSWORD, "").status()).isEqualTo(429);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void T19_a_disabled_account_answers_as_a_wrong_password_does() {
        String wrong = text(door.mobile(ADA, "a wrong password"));
        door.disable(ADA);
        Response disabled = door.mobile(ADA, PASSWORD);
        assertThat(disabled.status()).isEqualTo(401);
        assertThat(text(disabled)).isEqualTo(wrong);
    }

    @Test
    void T20_every_spelling_of_a_name_is_one_name() {
        for (String spelling :
                List.of("ADA@example.org", " ada@EXAMPLE.org", "ada@example.org ", "\uFF41da@example.org")) {
            fail(spelling, 1);
        }
        fail(ADA, 1);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void T22_parallel_guesses_do_not_slip_under_the_limit() throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return door.mobile(ADA, "a wrong password").status();
                }));
            }
            start.countDown();
        }
        int judged = 0;
        for (Future<Integer> answer : answers) {
            judged += answer.get() == 401 ? 1 : 0;
        }
        assertThat(judged).isBetween(1, 5);
    }

    @Test
    void T23_a_known_browser_gets_in_while_strangers_keep_the_name_suspended() {
        String known = "__Host-known_browser=" + cookie(door.web(ADA, PASSWORD, ""), "__Host-known_browser");
        fail(ADA, 5);
        assertThat(door.web(ADA, PASSWORD, "").status()).isEqualTo(429);
        assertThat(door.web(ADA, PASSWORD, "__Host-known_browser=x.1.y.z").status())
                .isEqualTo(429);
        assertThat(door.web(ADA, PASSWORD, known).status()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(door.web(ADA, "a wrong password", known).status()).isEqualTo(401);
        }
        assertThat(door.web(ADA, PASSWORD, known).status())
                .as("its own count is full")
                .isEqualTo(429);
    }

    @Test
    void T23_a_browser_known_to_one_account_is_a_stranger_to_another() {
        String known = "__Host-known_browser=" + cookie(door.web(ADA, PASSWORD, ""), "__Host-known_browser");
        door.register("eve@example.org");
        fail("eve@example.org", 5);
        assertThat(door.web("eve@example.org", PASSWORD, known).status()).isEqualTo(429);
    }

    @Test
    void T23_T04_the_owner_gets_one_letter_whose_link_unlocks_once() {
        fail(ADA, 5);
        List<Job> letters = mails();
        assertThat(letters).hasSize(1);
        String mail = letters.getFirst().payload().getOrDefault("link", "");
        assertThat(mail).contains("https://id.example.org/unlock#");
        String token = mail.substring(mail.indexOf('#') + 1)
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
        String body = "{\"token\":\"" + token + "\"}";
        assertThat(door.post("/v1/auth/unlock", body.replace(token, token + "x"))
                        .status())
                .isEqualTo(400);
        assertThat(door.post("/v1/auth/unlock", body).status()).isEqualTo(204);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(200);
        assertThat(door.post("/v1/auth/unlock", body).status()).isEqualTo(400);
        assertThat(door.stores.audit().of(door.idOf(ADA), Slice.first(50)).items())
                .extracting(event -> event.kind().wireName())
                .contains("account.suspended", "account.unlocked");
    }

    @Test
    void T24_unknown_and_known_names_get_the_same_answers() {
        for (int i = 0; i < 7; i++) {
            Response known = door.mobile(ADA, "a wrong password");
            Response unknown = door.mobile(NOBODY, "a wrong password");
            assertThat(unknown.status()).isEqualTo(known.status());
            assertThat(text(unknown)).isEqualTo(text(known));
            assertThat(names(unknown)).isEqualTo(names(known));
        }
    }

    @Test
    void T24_registering_a_known_address_answers_and_writes_the_same() {
        String form = "{\"email\":\"%s\",\"password\":\"another long password\"}";
        Response known = door.post("/v1/auth/register", form.formatted(ADA));
        int lettersForKnown = mails().size();
        Response unknown = door.post("/v1/auth/register", form.formatted(NOBODY));
        assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(202);
        assertThat(text(unknown)).isEqualTo(text(known)).isEqualTo("{\"status\":\"accepted\"}");
        assertThat(mails()).hasSize(lettersForKnown).hasSize(1);
    }

    /** Medians of many tries, each on a name of its own; the bound is wide, for what is sought is a missing hash. */
    @Test
    void T24_unknown_and_known_names_take_the_same_time() {
        for (int i = 0; i < 40; i++) {
            door.register("p" + i + "@example.org");
        }
        long[] known = new long[40];
        long[] unknown = new long[40];
        for (int i = 0; i < 40; i++) {
            known[i] = time("p" + i + "@example.org");
            unknown[i] = time("q" + i + "@example.org");
        }
        Arrays.sort(known);
        Arrays.sort(unknown);
        assertThat((double) unknown[20] / known[20]).isBetween(0.4, 2.5);
    }

    private long time(String name) {
        long start = System.nanoTime();
        door.mobile(name, "a wrong password");
        return System.nanoTime() - start;
    }

    @Test
    void T25_registering_an_unverified_address_again_does_not_change_its_password() {
        door.post("/v1/auth/register", "{\"email\":\"" + ADA + "\",\"password\":\"the password of a thief\"}");
        assertThat(door.mobile(ADA, "the password of a thief").status()).isEqualTo(401);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void T44_a_full_pool_answers_503_and_counts_no_failure(@TempDir Path other) throws InterruptedException {
        var release = new CountDownLatch(1);
        var running = new CountDownLatch(1);
        try (var small = new TestDoor(other, new BoundedPool("password", 1, 1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            small.register(ADA);
            threads.execute(() -> small.pool.run(() -> {
                running.countDown();
                return release.await(1, java.util.concurrent.TimeUnit.MINUTES);
            }));
            running.await();
            threads.execute(() -> small.pool.run(() -> true));
            while (small.pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 10; i++) {
                Response busy = small.mobile(ADA, PASSWORD);
                assertThat(busy.status()).isEqualTo(503);
                assertThat(busy.headers().has("retry-after")).isTrue();
            }
            release.countDown();
            Response after = small.mobile(ADA, PASSWORD);
            assertThat(after.status()).isIn(200, 503);
        }
    }

    private static List<String> names(Response response) {
        var names = new ArrayList<String>();
        response.headers().each((name, value) -> names.add(name));
        return names;
    }
}

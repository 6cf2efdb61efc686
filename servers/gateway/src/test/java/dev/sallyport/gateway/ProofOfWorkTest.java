package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.ProofOfWorkConfiguration.When;
import dev.sallyport.gateway.proof.AttackWatch;
import dev.sallyport.gateway.proof.Challenge;
import dev.sallyport.gateway.proof.Challenges;
import dev.sallyport.gateway.proof.Solver;
import dev.sallyport.gateway.proof.SpentProofs;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which requests need a proof of work, when, and what they get without one. */
class ProofOfWorkTest {
    private static final String JSON = "accept: application/json";
    private static final String PAGE = "accept: text/html,application/xhtml+xml;q=0.9";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<String> shared = ConcurrentHashMap.newKeySet();
    private final AtomicLong nanos = new AtomicLong();
    private final Behind auth = new Behind(Response.text(401, "text/plain", "wrong"));
    private final Handler door = gateway(When.ALWAYS, 100);

    private Handler gateway(When when, int most) {
        return gateway(when, most, auth);
    }

    private Handler gateway(When when, int most, Handler behind) {
        var usual = ProofOfWorkConfiguration.defaults();
        var configuration = new ProofOfWorkConfiguration(
                usual.paths(), when, 1_000, usual.life(), Rate.of("5/m"), Duration.ofMinutes(10));
        var proofs = new ProofOfWork(
                configuration,
                new Challenges(
                        new byte[] {1},
                        1_000,
                        usual.life(),
                        InstantSource.system(),
                        TestGates.seeded(nanos.incrementAndGet())),
                new SpentProofs(most, (id, until) -> shared.add(id), InstantSource.system()),
                new AttackWatch(5, Duration.ofMinutes(1), Duration.ofMinutes(10), nanos::get),
                new ChallengeAnswers(TestGates.RANDOM),
                meters);
        return new TestGates()
                .measuredBy(meters)
                .working(proofs)
                .server("auth", behind)
                .open()
                .handler();
    }

    private static Challenge challenge(Response response) {
        assertThat(Behind.type(response)).isEqualTo("403 proof-of-work-required");
        JsonNode told = Json.tree(Behind.text(response).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .get("challenge");
        return challenge(told);
    }

    private static Challenge challenge(JsonNode told) {
        return new Challenge(
                told.get("algorithm").asString(),
                told.get("challenge").asString(),
                told.get("maxnumber").asLong(),
                told.get("salt").asString(),
                told.get("signature").asString());
    }

    private Response post(Handler to, String headers) {
        return to.handle(Behind.request("POST", "/v1/auth/login_mobile", headers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a sign-in                    | POST    | /v1/auth/login_mobile | accept: application/json | 403
        without a version            | POST    | /auth/login_web       | accept: application/json | 403
        a page's form                | POST    | /sign-in              | accept: text/html        | 403
        a page                       | GET     | /sign-in              | accept: text/html        | 403
        no page, and nothing changes | GET     | /sign-in              | accept: */*              | 401
        a preflight                  | OPTIONS | /v1/auth/login_web    | accept: */*              | 401
        another path                 | POST    | /v1/auth/logout_web   | accept: application/json | 401
        no proof but some text       | POST    | /v1/auth/login_mobile | proof-of-work: x         | 403
        """)
    void some_requests_need_a_proof(String what, String method, String path, String headers, int status) {
        assertThat(door.handle(Behind.request(method, path, headers)).status()).isEqualTo(status);
        assertThat(auth.count()).isEqualTo(status == 401 ? 1 : 0);
    }

    @Test
    void a_program_solves_what_it_was_told_and_its_proof_is_good_once() {
        Response asked = post(door, JSON);
        assertThat(asked.headers().first("cache-control")).contains("no-store");
        String proof = Solver.solved(challenge(asked));
        assertThat(post(door, "proof-of-work: " + proof).status()).isEqualTo(401);
        assertThat(auth.count()).isEqualTo(1);
        challenge(post(door, "proof-of-work: " + proof));
        challenge(post(gateway(When.ALWAYS, 100), "proof-of-work: " + proof));
        assertThat(auth.count()).as("again, here and at another gateway").isEqualTo(1);
        assertThat(meters.counter("sallyport.gateway.proofs", "outcome", "good").count())
                .isEqualTo(1);
        assertThat(meters.counter("sallyport.gateway.proofs", "outcome", "again")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void T16_where_no_room_is_left_to_remember_nobody_passes() {
        Handler narrow = gateway(When.ALWAYS, 1);
        assertThat(post(narrow, "proof-of-work: " + Solver.solved(challenge(post(narrow, JSON))))
                        .status())
                .isEqualTo(401);
        Handler other = narrow;
        Response full = post(other, "proof-of-work: " + Solver.solved(challenge(post(gateway(When.ALWAYS, 1), JSON))));
        assertThat(Behind.type(full)).isEqualTo("503 overloaded");
        assertThat(full.headers().first("retry-after")).contains("30");
        assertThat(auth.count()).isEqualTo(1);
    }

    @Test
    void a_page_stands_before_the_page_and_a_cookie_leads_past_it_until_it_is_used() {
        Response page = door.handle(Behind.request("GET", "/sign-in?flow=a.b-c&x=%22", PAGE));
        assertThat(page.status()).isEqualTo(403);
        assertThat(page.headers().first("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().first("content-security-policy").orElseThrow())
                .contains("script-src 'nonce-", "worker-src 'self'", "require-trusted-types-for 'script'");
        assertThat(Behind.text(page)).contains("data-onward=\"/sign-in?flow=a.b-c&amp;x=%22\"", "<noscript>");
        String cookie = "cookie: __Host-proof_of_work=" + Solver.solved(challenge(page, "data-challenge"));
        for (int i = 0; i < 2; i++) {
            assertThat(door.handle(Behind.request("GET", "/sign-in?flow=a", PAGE + " / " + cookie))
                            .status())
                    .isEqualTo(401);
        }
        Response sent = door.handle(Behind.request("POST", "/sign-in", PAGE + " / " + cookie));
        assertThat(sent.status()).isEqualTo(401);
        assertThat(sent.headers().first("set-cookie"))
                .contains("__Host-proof_of_work=; Max-Age=0; Path=/; Secure; SameSite=Strict");
        assertThat(auth.count()).isEqualTo(3);
        assertThat(door.handle(Behind.request("GET", "/sign-in?flow=a", PAGE + " / " + cookie))
                        .status())
                .as("used")
                .isEqualTo(403);
    }

    private static Challenge challenge(Response page, String attribute) {
        Matcher found = Pattern.compile(attribute + "=\"([^\"]*)\"").matcher(Behind.text(page));
        assertThat(found.find()).isTrue();
        return challenge(Json.tree(found.group(1)
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        username=a&flow=x.y-z&password=p | /sign-in?flow=x.y-z
        username=a&password=p            | /sign-in
        flow=%22%3E%3Cscript%3E          | /sign-in
        flow=%zz                         | /sign-in
        """)
    void T06_a_form_that_was_sent_leads_back_to_its_page_and_carries_nothing_else(String form, String onward) {
        Response page =
                door.handle(Behind.request("POST", "/sign-in", PAGE).form(form).header("accept", "text/html"));
        assertThat(Behind.text(page))
                .contains("data-onward=\"" + onward + "\"")
                .doesNotContain("password=p", "<script>");
    }

    @Test
    void under_attack_begins_with_refusals_and_ends_some_time_after_them() {
        Handler watching = gateway(When.UNDER_ATTACK, 100);
        for (int i = 0; i < 6; i++) {
            assertThat(post(watching, JSON).status()).isEqualTo(401);
        }
        challenge(post(watching, JSON));
        assertThat(meters.get("sallyport.gateway.proof.asked").gauges().stream().anyMatch(g -> g.value() == 1))
                .isTrue();
        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(post(watching, JSON).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        the form again         | 200 | text/html; charset=utf-8 | true
        onward                 | 303 | text/html; charset=utf-8 | false
        a token                | 200 | application/json         | false
        """)
    void a_form_that_is_shown_again_was_refused(String what, int status, String type, boolean refused) {
        Handler watching = gateway(
                When.UNDER_ATTACK,
                100,
                request -> Response.of(status).header("content-type", type).body(new byte[1]));
        for (int i = 0; i < 6; i++) {
            watching.handle(Behind.request("POST", "/sign-in", JSON).form("username=a"));
        }
        assertThat(post(watching, JSON).status()).isEqualTo(refused ? 403 : status);
    }

    @Test
    void an_attack_that_only_meets_challenges_goes_on_being_one() {
        Handler watching = gateway(When.UNDER_ATTACK, 100);
        for (int i = 0; i < 6; i++) {
            post(watching, JSON);
        }
        for (int minute = 0; minute < 30; minute++) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            for (int i = 0; i < 6; i++) {
                challenge(post(watching, JSON));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no path     | ''         | 2m  | 10m | paths must name
        too short   | /sign-in   | 29s | 10m | life must be 30s to 10m
        too long    | /sign-in   | 11m | 10m | life must be 30s to 10m
        held little | /sign-in   | 2m  | 59s | hold must be 1m to 24h
        """)
    void the_configuration_has_bounds(String what, String path, String life, String hold, String mistake) {
        assertThatThrownBy(() -> new ProofOfWorkConfiguration(
                        path.isEmpty() ? List.of() : List.of(PathPattern.of(path)),
                        When.ALWAYS,
                        1_000,
                        Duration.parse("PT" + life),
                        Rate.of("5/m"),
                        Duration.parse("PT" + hold)))
                .hasMessageContaining(mistake);
    }

    @Test
    void T43_any_number_of_requests_are_told_without_being_remembered() {
        for (int i = 0; i < 500; i++) {
            challenge(post(door, JSON));
        }
        assertThat(shared).isEmpty();
        assertThat(auth.count()).isZero();
    }
}

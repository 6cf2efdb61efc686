package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One installation in eight processes behind nginx: whichever of them is asked, they are one, also while something breaks. */
@Tag("slow")
@ExtendWith(Cluster.Shared.class)
class ClusterTest {
    private static final String PASSWORD = "a long enough password";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Cluster cluster;
    private static int visitors;

    @BeforeAll
    static void open(Cluster shared) {
        cluster = shared;
    }

    /** Everybody has an address of their own, so that no limit of one is another's. */
    private static Caller onTheStreet() {
        return new Caller(cluster.street(), "127.0.7." + ++visitors);
    }

    private static Caller at(String name) {
        return new Caller(cluster.house(name).url("/"), "127.0.8." + ++visitors);
    }

    private static String bearer(Answer signedIn) {
        assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(200);
        return "Bearer " + signedIn.json().path("access_token").asString();
    }

    private static void register(String email) {
        try (Caller caller = onTheStreet()) {
            assertThat(caller.register(email, PASSWORD, "Ada").status()).isEqualTo(202);
        }
    }

    @Test
    void who_signs_in_at_one_is_known_at_the_other_and_their_files_are_everywhere() {
        register("ada@example.org");
        try (Caller one = at("gateway-1");
                Caller two = at("gateway-2")) {
            String token = bearer(one.loginMobile("ada@example.org", PASSWORD));
            assertThat(two.get("/v1/profile", "authorization", token)
                            .json()
                            .path("email")
                            .asString())
                    .isEqualTo("ada@example.org");
            Answer stored = one.send("POST", "/v1/files?name=a.txt", "the whole of it", "authorization", token);
            assertThat(stored.status()).as(stored.text()).isEqualTo(201);
            String file = "/v1/files/" + stored.json().path("id").asString();
            assertThat(two.get(file, "authorization", token).text()).isEqualTo("the whole of it");
        }
    }

    @Test
    void a_letter_is_written_by_whichever_worker_comes_first() throws Exception {
        register("grace@example.org");
        assertThat(cluster.house("worker-1").linkTo("/verify-email", "grace@example.org"))
                .startsWith("http://localhost:");
    }

    @Test
    void L28_T22_five_failures_spread_over_the_instances_suspend_everywhere() {
        register("eve@example.org");
        for (int i = 0; i < 5; i++) {
            try (Caller caller = at(i % 2 == 0 ? "gateway-1" : "gateway-2")) {
                assertThat(caller.loginMobile("eve@example.org", "a wrong password")
                                .status())
                        .isEqualTo(401);
            }
        }
        for (String name : new String[] {"gateway-1", "gateway-2"}) {
            try (Caller caller = at(name)) {
                Answer refused = caller.loginMobile("eve@example.org", PASSWORD);
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.problem()).isEqualTo("/problems/account-suspended");
            }
        }
    }

    @Test
    void L27_six_sign_ins_a_minute_are_counted_across_the_gateways() {
        String address = "127.0.8." + ++visitors;
        try (Caller one = new Caller(cluster.house("gateway-1").url("/"), address);
                Caller two = new Caller(cluster.house("gateway-2").url("/"), address)) {
            for (int i = 0; i < 5; i++) {
                Answer answer = (i % 2 == 0 ? one : two).loginWeb("nobody" + i + "@example.org", "a wrong password");
                assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            }
            for (Caller caller : new Caller[] {one, two}) {
                Answer sixth = caller.loginWeb("nobody@example.org", "a wrong password");
                assertThat(sixth.status()).as(sixth.text()).isEqualTo(429);
                assertThat(sixth.problem()).isEqualTo("/problems/rate-limited");
            }
        }
    }

    @Test
    void a_sign_out_at_one_is_felt_at_the_other_within_a_second() throws Exception {
        register("kay@example.org");
        try (Caller browser = onTheStreet();
                Caller two = at("gateway-2")) {
            assertThat(browser.loginWeb("kay@example.org", PASSWORD).status()).isEqualTo(200);
            String cookies = browser.cookies();
            assertThat(two.get("/web/v1/auth/me", "cookie", cookies).status()).isEqualTo(200);
            Answer out = browser.send(
                    "POST",
                    "/v1/auth/logout_web",
                    "",
                    "cookie",
                    cookies,
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"),
                    "origin",
                    cluster.street().toString().replaceAll("/$", ""));
            assertThat(out.status()).as(out.text()).isEqualTo(204);
            Instant end = Instant.now().plus(SECOND);
            int status = two.get("/web/v1/auth/me", "cookie", cookies).status();
            while (status == 200 && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(20);
                status = two.get("/web/v1/auth/me", "cookie", cookies).status();
            }
            assertThat(status).isEqualTo(401);
        }
    }

    @Test
    void a_client_that_is_disabled_gets_no_token_anywhere_after_a_second() throws Exception {
        var commands = new CommandLine(cluster.house("auth-1").data().getParent());
        CommandLine.Ended added =
                commands.run("client", "add", "robot", "--grant", "client_credentials", "--scope", "orders", "--json");
        assertThat(added.exit()).as(added.text()).isZero();
        String secret = added.text().replaceAll("(?s).*\"client_secret\" *: *\"([^\"]+)\".*", "$1");
        try (Caller caller = at("gateway-1")) {
            for (int i = 0; i < 20; i++) {
                assertThat(token(caller, secret)).isEqualTo(200);
            }
            CommandLine.Ended disabled = commands.run("client", "disable", "robot");
            assertThat(disabled.exit()).as(disabled.text()).isZero();
            TimeUnit.MILLISECONDS.sleep(SECOND.toMillis());
            for (int i = 0; i < 20; i++) {
                assertThat(token(caller, secret)).isEqualTo(401);
            }
        }
    }

    private static int token(Caller caller, String secret) {
        return caller.send(
                        "POST",
                        "/oauth2/token",
                        "grant_type=client_credentials&client_id=robot&client_secret=" + secret,
                        "content-type",
                        "application/x-www-form-urlencoded")
                .status();
    }

    @Test
    void T50_the_database_breaks_down_and_comes_back() throws Exception {
        try (UnderLoad load = UnderLoad.at(cluster.street(), "cluster")) {
            load.under("kill -9 PostgreSQL", () -> {
                cluster.database().kill();
                cluster.database().begin();
            });
            load.nothingIsLost();
        }
    }

    @Test
    void T27_redis_is_killed_and_comes_back_empty() throws Exception {
        try (UnderLoad load = UnderLoad.at(cluster.street(), "cluster")) {
            Load.Seen seen = load.under("kill -9 Redis, and back empty", () -> {
                cluster.redis().kill();
                TimeUnit.SECONDS.sleep(2);
                cluster.redis().begin();
            });
            assertThat(seen.failures()).isEmpty();
            load.nothingIsLost();
        }
    }

    @Test
    void T36_a_server_behind_answers_to_its_gateways_alone() {
        for (String name : new String[] {"auth-1", "resource", "files"}) {
            try (Caller caller = at(name)) {
                assertThat(caller.get("/.well-known/jwks.json").status()).isEqualTo(403);
                assertThat(caller.get("/v1/profile", "x-sallyport-inner", "1." + "A".repeat(43))
                                .status())
                        .isEqualTo(403);
                assertThat(caller.json("POST", "/v1/auth/login_mobile", Map.of("username", "a", "password", "b"))
                                .status())
                        .isEqualTo(403);
            }
        }
    }
}

package dev.sallyport.walls;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two whole houses as one installation, over a real PostgreSQL and a real Redis that is emptied and killed. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoGatewaysTest {
    private static final String TOLD = "does not answer: each gateway counts";
    private static final String AWAY = "away ";
    private static final String BACK = " answers again";
    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static RunningRedis redis;
    private static RunningHouse one;
    private static RunningHouse two;

    @BeforeAll
    static void open() throws Exception {
        redis = RunningRedis.start(Files.createDirectory(folder.resolve("redis")));
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(true)
                .setPort(freePort())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("dynamic_shared_memory_type", "mmap")
                .start();
        int port = freePort();
        String settings = """
                public_url: http://localhost:%d
                database: "postgresql://postgres:postgres@127.0.0.1:%d/postgres"
                cache: %s
                master_key_file: %s
                gateway:
                  limits:
                    - { path: "/v1/**", rate: 100000/s, per: address }
                    - { path: "/v1/auth/login_mobile", rate: 5/m, per: address }
                accounts:
                  password: { memory: 7, passes: 1 }
                """.formatted(port, postgres.getPort(), redis.url(), folder.resolve("master.key"));
        one = RunningHouse.start(Files.createDirectory(folder.resolve("one")), port, settings);
        two = RunningHouse.start(Files.createDirectory(folder.resolve("two")), settings);
        awaitRedis("pass");
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable opened : new AutoCloseable[] {two, one, postgres, redis}) {
            if (opened != null) {
                opened.close();
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String ready(RunningHouse house) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var ask = HttpRequest.newBuilder(house.monitorUrl("/health/ready")).build();
            HttpResponse<String> answer = client.send(ask, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    /** Until both houses say whether Redis answers. */
    private static void awaitRedis(String status) throws IOException, InterruptedException {
        boolean answers = status.equals("pass");
        for (RunningHouse house : new RunningHouse[] {one, two}) {
            String ready = ready(house);
            for (int i = 0; i < 200 && ready.contains("does not answer") == answers; i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                ready = ready(house);
            }
            assertThat(ready.contains("does not answer")).as(ready).isEqualTo(!answers);
            assertThat(ready).contains("redis");
        }
    }

    private static void wrong(Caller caller, String email) {
        Answer answer = caller.loginWeb(email, "wrong");
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    }

    private static void assertSuspended(Caller caller, String email) {
        Answer answer = caller.loginWeb(email, PASSWORD);
        assertThat(answer.status()).as(answer.text()).isEqualTo(429);
        assertThat(answer.problem()).isEqualTo("/problems/account-suspended");
    }

    /** In order, when the operator was told that Redis is away and that it is back. */
    private static String told(String log) {
        return log.lines()
                .map(line -> line.contains(TOLD) ? AWAY : line.contains(BACK) ? "back " : "")
                .collect(joining());
    }

    private static double measured(String metric) throws IOException, InterruptedException {
        return MetricsTest.scrape(one).stream()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    @Order(1)
    void L27_six_sign_ins_a_minute_are_counted_across_gateways() {
        try (var here = new Caller(one);
                var there = new Caller(two)) {
            for (int i = 0; i < 5; i++) {
                Answer answer = (i % 2 == 0 ? here : there).loginMobile("nobody" + i + "@example.org", PASSWORD);
                assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            }
            for (Caller caller : new Caller[] {here, there}) {
                Answer sixth = caller.loginMobile("nobody@example.org", PASSWORD);
                assertThat(sixth.status()).as(sixth.text()).isEqualTo(429);
                assertThat(sixth.problem()).isEqualTo("/problems/rate-limited");
            }
        }
    }

    @Test
    @Order(2)
    void L28_five_failures_spread_over_instances_suspend_everywhere_even_with_redis_emptied_and_killed()
            throws Exception {
        try (var here = new Caller(one);
                var there = new Caller(two)) {
            assertThat(here.register("ada@example.org", PASSWORD, "Ada").status())
                    .isEqualTo(202);
            assertThat(there.loginWeb("ada@example.org", PASSWORD).status()).isEqualTo(200);
            wrong(here, "ada@example.org");
            wrong(there, "ada@example.org");
            redis.kill();
            wrong(here, "ada@example.org");
            redis.begin();
            awaitRedis("pass");
            wrong(there, "ada@example.org");
            wrong(here, "ada@example.org");
            assertSuspended(here, "ada@example.org");
            assertSuspended(there, "ada@example.org");
            redis.kill();
            assertSuspended(here, "ada@example.org");
            assertSuspended(there, "ada@example.org");
        }
    }

    @Test
    @Order(3)
    void T27_without_redis_people_sign_in_the_limits_hold_and_the_operator_is_told() throws Exception {
        redis.kill();
        awaitRedis("warn");
        redis.begin();
        awaitRedis("pass");
        int before = told(one.log()).length();
        redis.kill();
        awaitRedis("warn");
        try (var here = new Caller(one);
                var there = new Caller(two)) {
            assertThat(here.register("bob@example.org", PASSWORD, "Bob").status())
                    .isEqualTo(202);
            assertThat(there.loginWeb("bob@example.org", PASSWORD).status()).isEqualTo(200);
            int refused = 0;
            for (int i = 0; i < 8; i++) {
                refused += here.loginMobile("nobody" + i + "@example.org", PASSWORD)
                                        .status()
                                == 429
                        ? 1
                        : 0;
            }
            assertThat(refused).as("each gateway counts alone").isPositive();
            // Who asks for a decision may notice before the watch does, which is who tells.
            String told = told(one.log());
            for (int i = 0; i < 100 && !(told.length() > before && told.endsWith(AWAY)); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                told = told(one.log());
            }
            assertThat(told)
                    .as("it is told once for each time that Redis goes away")
                    .hasSizeGreaterThan(before)
                    .matches("(away back )*away ");
            assertThat(measured("sallyport_redis_answers_seconds_count")).isPositive();
            assertThat(measured("sallyport_redis_answers_seconds_sum")).isPositive();
            assertThat(measured("sallyport_redis_fallbacks_total"))
                    .as("decisions made alone")
                    .isPositive();
        }
        redis.begin();
        awaitRedis("pass");
    }
}

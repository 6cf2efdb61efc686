package dev.sallyport.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.BrowserGate;
import dev.sallyport.kit.route.ClientGate;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.token.TokenVerifier;
import dev.sallyport.monitor.history.HistoryFile;
import dev.sallyport.monitor.history.KeptHistory;
import dev.sallyport.monitor.page.Pages;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MonitorServerTest {
    private static final Check GOOD = new Check("database", Optional::empty);
    private static final Check BAD = new Check("worker", () -> Optional.of("the queue was not looked at for 90 s"));

    @TempDir
    private Path folder;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private Response ask(String method, String path, Check... checks) {
        return new Router(server(checks).routes(), guards()).handle(Request.of(method, path));
    }

    private MonitorServer server(Check... checks) {
        var watch = new MonitorServer.Watch(
                meters,
                new KeptHistory(new HistoryFile(folder.resolve("history"))),
                List.of(),
                () -> Instant.parse("2026-11-26T10:00:00Z"),
                System::nanoTime);
        return new MonitorServer(
                List.of(checks),
                meters::scrape,
                watch,
                "1.2.3",
                new Pages(),
                Optional.empty(),
                Optional.of(new Profiles(time -> InputStream.nullInputStream())));
    }

    /** There is nothing to open: every lock says no. */
    private static Guards guards() {
        return new Guards(
                URI.create("https://id.example.org"),
                token -> new TokenVerifier.Verdict.Invalid("no token comes here"),
                new BrowserGate() {
                    @Override
                    public Optional<Claim> byAccessCookie(String cookie) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Claim> byRefreshCookie(String cookie) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Digest> csrfOf(SessionId session) {
                        return Optional.empty();
                    }
                },
                request -> new ClientGate.Answer.Refused(
                        Problem.unauthorized("no client comes here").response()));
    }

    private static String text(Response response) {
        return new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Response response) {
        return Json.tree(text(response).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void it_is_ready_when_every_check_holds() {
        Response ready = ask("GET", "/health/ready", GOOD, new Check("doors", Optional::empty));
        assertThat(ready.status()).isEqualTo(200);
        assertThat(text(ready))
                .isEqualTo("{\"status\":\"up\",\"checks\":[{\"name\":\"database\",\"status\":\"up\"},"
                        + "{\"name\":\"doors\",\"status\":\"up\"}]}");
        assertThat(ready.headers().first("cache-control")).contains("no-store");
    }

    @Test
    void L26_it_says_what_does_not_hold_and_why() {
        Response ready = ask("GET", "/health/ready", GOOD, BAD);
        assertThat(ready.status()).isEqualTo(503);
        assertThat(json(ready).path("status").asString()).isEqualTo("down");
        assertThat(json(ready).path("checks").path(0).path("status").asString()).isEqualTo("up");
        assertThat(json(ready).path("checks").path(1).path("name").asString()).isEqualTo("worker");
        assertThat(json(ready).path("checks").path(1).path("why").asString())
                .isEqualTo("the queue was not looked at for 90 s");
    }

    @Test
    void a_check_that_throws_is_down_and_its_words_stay_in_the_log() {
        Response ready = ask("GET", "/health/ready", new Check("database", () -> {
            throw new IllegalStateException("jdbc:postgresql://sallyport:a-password@db/");
        }));
        assertThat(ready.status()).isEqualTo(503);
        assertThat(text(ready)).contains("IllegalStateException; see the log").doesNotContain("a-password");
    }

    @Test
    void a_check_that_never_answers_is_down_and_holds_nobody_up() {
        var never = new CountDownLatch(1);
        var stuck = new Check("database", () -> {
            never.await();
            return Optional.empty();
        });
        Readiness.Report report = new Readiness(List.of(stuck, GOOD), Duration.ofMillis(100)).report();
        assertThat(report.status()).isEqualTo("down");
        assertThat(report.checks().getFirst().why()).isEqualTo("no answer within 100 ms");
        assertThat(report.checks().getLast().status()).isEqualTo("up");
    }

    @Test
    void it_lives_though_it_is_not_ready() {
        Response live = ask("GET", "/health/live", BAD);
        assertThat(live.status()).isEqualTo(200);
        assertThat(text(live)).isEqualTo("{\"status\":\"up\"}");
        assertThat(live.headers().first("cache-control")).contains("no-store");
    }

    @Test
    void the_metrics_are_text_that_a_collector_reads() {
        Counter.builder("requests")
                .tag("route", "/v1/files/{id}")
                .tag("said", "a \"quote\"\nand a line")
                .register(meters)
                .increment(2);
        Timer.builder("work").publishPercentileHistogram().register(meters).record(Duration.ofMillis(12));
        Response answer = ask("GET", "/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        var sample = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*"
                + "(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\n\"])*\",?)*\\})?"
                + " (NaN|[+-]Inf|[+-]?[0-9.]+([eE][+-]?[0-9]+)?)");
        assertThat(text(answer).lines().toList())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.startsWith("# HELP ")
                                || line.startsWith("# TYPE ")
                                || sample.matcher(line).matches())
                        .as(line)
                        .isTrue());
        assertThat(text(answer)).contains("requests_total{", "route=\"/v1/files/{id}\"", "work_seconds_bucket{");
    }

    @Test
    void the_front_page_is_the_dashboard() {
        Response index = ask("GET", "/", GOOD);
        assertThat(index.status()).isEqualTo(303);
        assertThat(index.headers().first("location")).contains("/dashboard");
        assertThat(text(ask("GET", "/dashboard", GOOD))).contains("/health/ready", "/metrics", "All is well");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /nowhere      | 404
            GET    | /health       | 404
            POST   | /health/ready | 405
            DELETE | /metrics      | 405
            HEAD   | /health/live  | 200
            """)
    void nothing_else_is_here(String method, String path, int status) {
        assertThat(ask(method, path, GOOD).status()).isEqualTo(status);
    }

    @Test
    void every_door_is_open_and_says_why() {
        assertThat(server().routes())
                .allSatisfy(route -> assertThat(route.access())
                        .isInstanceOfSatisfying(
                                Access.Open.class,
                                open -> assertThat(open.because().reason()).startsWith("the monitor listens on")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:9090 | 127.0.0.1 | 9090
            9090           | 127.0.0.1 | 9090
            0.0.0.0:0      | 0.0.0.0   | 0
            [::1]:9090     | [::1]     | 9090
            """)
    void it_listens_on_loopback_unless_told_otherwise(String listen, String host, int port) {
        var where = new MonitorConfiguration(listen, Duration.ofDays(365)).where();
        assertThat(where.host()).isEqualTo(host);
        assertThat(where.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":9090", "127.0.0.1:70000", "127.0.0.1:-1", "127.0.0.1:x"})
    void an_address_that_is_none_is_refused(String listen) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonitorConfiguration(listen, Duration.ofDays(365)))
                .withMessageContaining("host:port");
    }

    @Test
    void a_trouble_that_must_be_known_leaves_the_process_ready() {
        Response told =
                ask("GET", "/health/ready", GOOD, Check.told("certificate", () -> Optional.of("it ends tomorrow")));
        assertThat(told.status()).isEqualTo(200);
        String body = new String(((ResponseBody.Bytes) told.body()).bytes(), StandardCharsets.UTF_8);
        assertThat(body).contains("\"status\":\"up\"", "\"status\":\"warn\"", "it ends tomorrow");
        assertThat(ask("GET", "/health/ready", BAD, Check.told("certificate", Optional::empty))
                        .status())
                .isEqualTo(503);
    }
}

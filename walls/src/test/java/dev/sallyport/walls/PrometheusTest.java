package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus scrapes a running house, loads the rules, and understands every expression of the dashboards (L26). */
@Tag("slow")
class PrometheusTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path DEPLOY = Repository.ROOT.resolve("deploy");

    /** What there is nothing of in a house that has just opened: no grant was asked for, no certificate is shown. */
    private static final List<String> MAY_BE_EMPTY = Stream.concat(
                    MetricsTest.OF_OTHER_HOUSES.stream(), Stream.of("status=~\\\"5..\\\"", "status=~\"5..\""))
            .toList();

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Process prometheus;
    private static int port;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> program = RunningProxy.program("prometheus");
        assumeTrue(program.isPresent(), "there is no program prometheus here");
        Path home = Files.createDirectory(folder.resolve("house"));
        house = RunningHouse.start(home, RunningHouse.freePort(), RunningHouse.GENEROUS, List.of("-Xmn4m"));
        port = RunningHouse.freePort();
        String asDelivered = Repository.read(DEPLOY.resolve("prometheus/prometheus.yml"));
        assertThat(asDelivered).contains("127.0.0.1:9090", "scrape_interval: 15s");
        Files.copy(DEPLOY.resolve("prometheus/sallyport.rules.yml"), folder.resolve("sallyport.rules.yml"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                asDelivered
                        .replace(
                                "127.0.0.1:9090\"]",
                                "127.0.0.1:" + house.monitorUrl("/").getPort() + "\"]")
                        .replace("scrape_interval: 15s", "scrape_interval: 1s")
                        .replace("evaluation_interval: 15s", "evaluation_interval: 1s"));
        prometheus = new ProcessBuilder(
                        program.get().toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    @AfterAll
    static void close() throws InterruptedException {
        if (prometheus != null) {
            prometheus.destroy();
            if (!prometheus.waitFor(20, TimeUnit.SECONDS)) {
                prometheus.destroyForcibly().waitFor();
            }
        }
        if (house != null) {
            house.close();
        }
    }

    private static JsonNode ask(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return JSON.readTree(
                    client.send(ask, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private static JsonNode query(String expression) throws IOException, InterruptedException {
        return ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    private interface Looking {
        boolean isThere() throws IOException, InterruptedException;
    }

    private static boolean soon(Looking looking) throws InterruptedException {
        for (int i = 0; i < 150; i++) {
            try {
                if (looking.isThere()) {
                    return true;
                }
            } catch (IOException notYet) {
                assertThat(prometheus.isAlive()).isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    @Test
    void L26_it_scrapes_the_house_without_error_and_loads_every_rule() throws Exception {
        assertThat(soon(() -> query("count_over_time(up{job=\"sallyport\"}[1m])")
                                .path("data")
                                .path("result")
                                .path(0)
                                .path("value")
                                .path(1)
                                .asInt(0)
                        >= 5))
                .isTrue();
        JsonNode target =
                ask("/api/v1/targets").path("data").path("activeTargets").path(0);
        assertThat(target.path("lastError").asString("?")).isEmpty();
        assertThat(target.path("health").asString()).isEqualTo("up");
        assertThat(query("min_over_time(up[1m])")
                        .path("data")
                        .path("result")
                        .path(0)
                        .path("value")
                        .path(1)
                        .asString())
                .isEqualTo("1");
        var rules = new ArrayList<String>();
        for (JsonNode group : ask("/api/v1/rules").path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.path("health").asString()).as(rule.toString()).isEqualTo("ok");
                assertThat(rule.path("state").asString("inactive"))
                        .as("a healthy house rings no bell: " + rule)
                        .isEqualTo("inactive");
                rules.add(rule.path("name").asString());
            }
        }
        assertThat(rules).hasSizeGreaterThan(20).contains("SallyportDown", "SallyportNotReady");
        assertThat(Files.readString(folder.resolve("prometheus.log"))).doesNotContain("level=error", "level=warn");
    }

    @Test
    void L26_every_expression_of_the_dashboards_is_understood_and_finds_numbers() throws Exception {
        MetricsTest.live(house);
        assertThat(soon(() -> {
                    MetricsTest.live(house);
                    return query("sum(rate(sallyport_sign_ins_total[10s])) > 0")
                                    .path("data")
                                    .path("result")
                                    .size()
                            == 1;
                }))
                .isTrue();
        var empty = new TreeSet<String>();
        int count = 0;
        for (String expression : expressions()) {
            JsonNode answer = query(expression);
            assertThat(answer.path("status").asString())
                    .as(expression + ": " + answer.path("error").asString(""))
                    .isEqualTo("success");
            count++;
            if (answer.path("data").path("result").isEmpty()
                    && MAY_BE_EMPTY.stream().noneMatch(expression::contains)) {
                empty.add(expression);
            }
        }
        assertThat(count).isGreaterThan(40);
        assertThat(empty).isEmpty();
    }

    /** As Grafana sends them. */
    private static List<String> expressions() throws IOException {
        var all = new ArrayList<String>();
        try (Stream<Path> files = Files.list(DEPLOY.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode board = JSON.readTree(Files.readString(file));
                assertThat(board.path("uid").asString("")).startsWith("sallyport-");
                for (JsonNode panel : board.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        assertThat(target.path("datasource").path("uid").asString())
                                .isEqualTo("${datasource}");
                        all.add(target.path("expr")
                                .asString()
                                .replace("$__rate_interval", "10s")
                                .replace("$job", ".*")
                                .replace("$instance", ".*"));
                    }
                }
            }
        }
        return all;
    }

    @Test
    @Tag("long")
    void the_rules_ring_when_they_should_and_only_then() throws Exception {
        Path tool = RunningProxy.program("promtool").orElseThrow();
        Path rules = DEPLOY.resolve("prometheus");
        ran(tool, "check", "config", rules.resolve("prometheus.yml").toString());
        ran(tool, "check", "rules", rules.resolve("sallyport.rules.yml").toString());
        ran(tool, "test", "rules", rules.resolve("sallyport.rules.test.yml").toString());
        String tests = Repository.read(rules.resolve("sallyport.rules.test.yml"));
        Repository.read(rules.resolve("sallyport.rules.yml"))
                .lines()
                .filter(line -> line.contains("- alert: "))
                .map(line -> line.replaceFirst(".*: ", ""))
                .forEach(alert -> assertThat(tests).contains(alert + " fires", alert + " does not fire"));
    }

    private static void ran(Path tool, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(tool.toString());
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "promtool", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running house tells at {@code /metrics}: nothing that grows with what strangers send, and all that the rules ask for (L26). */
@Tag("slow")
class MetricsTest {
    /** Every label there is, each with what makes it a closed set. */
    private static final Set<String> LABELS = Set.of(
            // Our own words.
            "server",
            "method",
            "outcome",
            "state",
            "kind",
            "way",
            "grant",
            "algorithm",
            "work",
            "check",
            "per",
            "directive",
            // The configuration's, or the table of routes.
            "route",
            "path",
            "origin",
            "host",
            // Of three digits, of a histogram's steps, of the Java machine, of the build.
            "status",
            "le",
            "area",
            "id",
            "gc",
            "action",
            "cause",
            "level",
            "version",
            "java");

    /**
     * Told where the gateway encrypts, where it has origins, where a server stands behind one, and where there is a Redis;
     * CertificatesTest, RestartTest, InTimeTest and TwoGatewaysTest see to them.
     */
    static final Set<String> OF_OTHER_HOUSES = Set.of(
            "sallyport_certificate_expiry_seconds",
            "sallyport_origin_waits_total",
            "sallyport_origin_waiting",
            "sallyport_requests_late_total",
            "sallyport_redis_answers_seconds_sum",
            "sallyport_redis_answers_seconds_count",
            "sallyport_redis_fallbacks_total");

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern NAMED = Pattern.compile("\\b((?:sallyport|jvm|process|system)_[a-z0-9_]+)\\b");

    @TempDir
    static Path folder;

    private static RunningHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = RunningHouse.start(folder, RunningHouse.freePort(), RunningHouse.GENEROUS, List.of("-Xmn4m"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static List<String> scrape(RunningHouse house) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ask = HttpRequest.newBuilder(house.monitorUrl("/metrics"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(ask, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Every metric that the rules, the dashboards and the guide name. */
    static Set<String> named() throws IOException {
        var names = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Repository.ROOT.resolve("deploy"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*/(sallyport\\.rules\\.yml|grafana/.*\\.json)"))
                    .toList()) {
                addNames(Repository.read(file), names);
            }
        }
        addNames(Repository.read(Repository.ROOT.resolve("docs/guide/monitoring.md")), names);
        return names;
    }

    private static void addNames(String text, Set<String> names) {
        Matcher found = NAMED.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
    }

    /** One of everything that is counted. */
    static void live(RunningHouse house) {
        try (var caller = new Caller(house)) {
            caller.send("GET", "/", "");
            caller.send("GET", "/v1/profile", "");
            caller.loginMobile("nobody@example.org", "not the password");
            caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            caller.register("ada@example.org", "a long enough password", "Ada");
        }
    }

    @Test
    void T43_no_label_grows_with_what_strangers_send() throws Exception {
        live(house);
        wave();
        Set<String> before = series();
        wave();
        wave();
        assertThat(series()).isEqualTo(before);
        var labels = new TreeSet<String>();
        for (String line : before) {
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
                assertThat(label.group(2))
                        .as(line)
                        .hasSizeLessThan(100)
                        .doesNotContain("@")
                        .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-")
                        .doesNotContainPattern("\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b")
                        .doesNotContain("stranger");
            }
        }
        assertThat(LABELS).containsAll(labels);
        assertThat(before).hasSizeLessThan(3_000);
    }

    /** The same shapes with other names, ids, addresses, methods and hosts. */
    private static void wave() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 20; i++) {
                String id = UUID.randomUUID().toString();
                for (String path : List.of(
                        "/stranger-" + id,
                        "/v1/files/" + id,
                        "/v1/stranger/" + id,
                        "/oauth2/" + id,
                        "/web/v1/" + id,
                        "/v1/auth/sessions/" + id + "?q=" + id,
                        "/.well-known/" + id)) {
                    for (String method : List.of(
                            "GET", "DELETE", "BREW", "X" + id.substring(0, 6).toUpperCase(java.util.Locale.ROOT))) {
                        HttpRequest request = HttpRequest.newBuilder(URI.create(house.url("/") + path.substring(1)))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("user-agent", "stranger " + id)
                                .header("x-forwarded-for", "198.51.100." + i)
                                .build();
                        client.send(request, HttpResponse.BodyHandlers.discarding());
                    }
                }
            }
        }
        try (var caller = new Caller(house)) {
            caller.loginMobile("stranger-" + UUID.randomUUID() + "@example.org", "no");
            caller.send(
                    "POST",
                    "/oauth2/token",
                    "grant_type=stranger" + UUID.randomUUID() + "&client_id=" + UUID.randomUUID(),
                    "content-type",
                    "application/x-www-form-urlencoded");
        }
    }

    /** Each series without its value; those of the Java machine come and go with what it does. */
    private static Set<String> series() throws Exception {
        var series = new TreeSet<String>();
        for (String line : scrape(house)) {
            assertThat(line).matches(SAMPLE);
            if (!line.startsWith("jvm_")) {
                series.add(line.substring(0, line.lastIndexOf(' ')));
            }
        }
        return series;
    }

    @Test
    void L26_every_metric_that_rules_dashboards_and_guide_name_is_told_by_a_running_house() throws Exception {
        live(house);
        Set<String> asked = new TreeSet<>(named());
        asked.removeAll(OF_OTHER_HOUSES);
        assertThat(asked).hasSizeGreaterThan(25);
        var missing = new TreeSet<String>();
        for (int i = 0; i < 100; i++) {
            Set<String> told = new TreeSet<>();
            for (String line : scrape(house)) {
                told.add(line.replaceFirst("[{ ].*", ""));
            }
            missing = new TreeSet<>(asked);
            missing.removeAll(told);
            if (missing.isEmpty()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(missing).isEmpty();
    }
}

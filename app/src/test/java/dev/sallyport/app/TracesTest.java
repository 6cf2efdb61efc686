package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.StandInCollector.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L26: traces of a whole house, as a collector sees them. */
@Tag("slow")
class TracesTest {
    private static final String FORGED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private StandInCollector collector;

    @BeforeEach
    void open() throws IOException {
        collector = new StandInCollector();
    }

    @AfterEach
    void close() {
        collector.close();
        http.close();
    }

    private House house(String name, String settings) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(
                own.resolve("sallyport.yaml"), """
                data: "%s"
                listen: 0
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                %s
                """.formatted(own.resolve("data"), FreePort.any(), settings));
        if (!(Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings read))) {
            throw new IllegalStateException("the settings have a mistake");
        }
        return House.open(read, Machine.real(), true);
    }

    private String traces() {
        return "traces: { endpoint: \"%s\", sample: 1 }\n".formatted(collector.url("/v1/traces"));
    }

    private int register(House house, String email) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + house.port().orElseThrow() + "/v1/auth/register"))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .header("traceparent", FORGED)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"email\":\"" + email + "\",\"password\":\"a long enough password\",\"name\":\"Ada\"}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private String metrics(House house) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + house.monitorPort().orElseThrow() + "/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Seen one(String name) throws InterruptedException {
        return collector.await(seen -> seen.name().equals(name));
    }

    @Test
    void a_sign_up_is_one_trace_from_the_gateway_to_the_database_and_its_letter_is_linked() throws Exception {
        try (House house = house("one", traces())) {
            assertThat(register(house, "ada@example.org")).isEqualTo(202);
            Seen gateway = one("POST /v1/auth/**");
            assertThat(gateway.parent()).as("the street's is not adopted").isEmpty();
            assertThat(gateway.trace()).isNotEqualTo(FORGED.substring(3, 35));
            assertThat(gateway.links()).isEmpty();
            assertThat(gateway.said("http.request.method")).isEqualTo("POST");
            assertThat(gateway.said("http.response.status_code")).isEqualTo("202");
            assertThat(gateway.said("server.address")).isEqualTo("localhost");
            assertThat(gateway.resource())
                    .containsEntry("service.name", "sallyport")
                    .containsKeys("service.version", "service.instance.id");

            Seen auth = one("auth POST /v1/auth/register");
            assertThat(auth.trace()).isEqualTo(gateway.trace());
            assertThat(auth.parent()).isEqualTo(gateway.id());

            Seen added = collector.await(
                    seen -> seen.name().equals("INSERT job") && seen.trace().equals(gateway.trace()));
            Seen written = collector.await(seen -> seen.id().equals(added.parent()));
            assertThat(written.name()).isEqualTo("transaction");
            assertThat(written.parent()).isEqualTo(auth.id());
            assertThat(added.said("db.system.name")).isEqualTo("sqlite");

            Seen letter = collector.await(
                    seen -> seen.name().equals("job mail") && seen.links().contains(gateway.trace()));
            assertThat(letter.trace()).isNotEqualTo(gateway.trace());
            assertThat(letter.said("sallyport.job.outcome")).isEqualTo("done");
            assertThat(collector
                            .await(seen -> seen.trace().equals(letter.trace())
                                    && seen.name().equals("DELETE job"))
                            .parent())
                    .isNotEmpty();
        }
    }

    @Test
    void in_two_houses_it_is_one_trace_still() throws Exception {
        String shared = traces() + "master_key_file: \"" + folder.resolve("master.key") + "\"\n";
        String behind = shared + "servers: [auth]\n";
        try (House auth = house("behind", behind);
                House gateway = house(
                        "front",
                        shared
                                + "servers: [gateway]\nservices: { auth: [\"http://127.0.0.1:%d\"] }\n"
                                        .formatted(auth.port().orElseThrow()))) {
            assertThat(register(gateway, "ada@example.org")).isEqualTo(202);
            Seen street = one("POST /v1/auth/**");
            Seen call = one("POST auth");
            Seen server = one("POST /v1/auth/register");
            assertThat(List.of(call.trace(), server.trace())).containsOnly(street.trace());
            assertThat(call.parent()).isEqualTo(street.id());
            assertThat(server.parent()).isEqualTo(call.id());
            assertThat(server.resource().get("service.instance.id"))
                    .isNotEqualTo(street.resource().get("service.instance.id"));
        }
    }

    @Test
    void an_origin_and_a_webhook_are_told_the_trace() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "whsec_" + "A".repeat(43) + "=");
        String settings = traces() + """
                fetch: { allow_private: true }
                webhooks:
                  - { id: one, url: "%1$s", events: [account.created], secret_file: "%2$s" }
                gateway:
                  routes:
                    - { path: /elsewhere/**, to: ["%3$s"], require: none }
                """.formatted(collector.url("/elsewhere/hook"), secret, collector.url(""));
        try (House house = house("one", settings)) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.port().orElseThrow() + "/elsewhere/x"))
                    .header("traceparent", FORGED)
                    .build();
            http.send(request, HttpResponse.BodyHandlers.discarding());
            Seen call = one("GET /elsewhere/**");
            assertThat(collector.traceparents().poll(10, TimeUnit.SECONDS)).contains(call.trace());
            register(house, "ada@example.org");
            Seen hook = collector.await(seen -> seen.name().equals("job webhook"));
            assertThat(collector.traceparents().poll(10, TimeUnit.SECONDS))
                    .isEqualTo("00-" + hook.trace() + "-" + hook.id() + "-01");
        }
    }

    @Test
    void T43_without_a_collector_requests_are_answered_and_drops_are_counted() throws Exception {
        String gone = traces();
        collector.close();
        try (House house = house("one", gone)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThat(register(house, "ada" + i + "@example.org")).isEqualTo(202);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            for (int i = 0; i < 3_000 && !isDropped(house); i++) {
                Thread.sleep(10);
            }
            assertThat(isDropped(house)).isTrue();
        }
    }

    private boolean isDropped(House house) throws IOException, InterruptedException {
        return metrics(house)
                .lines()
                .filter(line -> line.startsWith("sallyport_spans_dropped_total{reason=\"not_taken\"}"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.indexOf(' '))) > 0);
    }
}

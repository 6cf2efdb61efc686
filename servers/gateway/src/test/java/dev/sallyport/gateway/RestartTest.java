package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A server whose only process is not there for a moment, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class RestartTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int STREAMED = 300_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Street before(Duration patience, int port) throws Exception {
        URI origin = URI.create("http://127.0.0.1:" + port);
        return Street.open(new TestGates()
                .measuredBy(meters)
                .waiting(patience)
                .server("resource", origin)
                .open());
    }

    /** A port on which nobody listens. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static CompletableFuture<HttpResponse<String>> ask(Street street, String method, int length) {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(street.url().resolve("/v1/profile"))
                        .method(
                                method,
                                length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(new byte[length]))
                        .build(),
                BodyHandlers.ofString());
    }

    private Response answer(Request request) {
        try {
            seen.add(request.method() + " " + request.body().stream().readAllBytes().length);
            return Response.text(200, "text/plain", "here again");
        } catch (IOException broken) {
            return Response.of(400);
        }
    }

    private double waiting() {
        return meters.get("sallyport.origin.waiting").gauge().value();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 1_000 && !done.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 10 s").isTrue();
    }

    @Test
    void requests_of_every_kind_wait_until_it_is_there() throws Exception {
        int port = freePort();
        try (Street street = before(Duration.ofSeconds(20), port)) {
            var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (String method : List.of("GET", "POST", "PATCH", "PUT", "DELETE")) {
                for (int length : new int[] {0, 100, STREAMED}) {
                    asked.add(ask(street, method, length));
                }
            }
            await(() -> waiting() == asked.size());
            try (Street _ = Street.behind(this::answer, port)) {
                for (var answer : asked) {
                    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("here again");
                }
            }
            assertThat(waiting()).isZero();
            assertThat(seen).as("each once").hasSize(asked.size());
            assertThat(seen).filteredOn(("POST " + STREAMED)::equals).hasSize(1);
        }
    }

    @Test
    void a_restart_is_not_seen_by_those_who_had_connections() throws Exception {
        Street first = Street.behind(this::answer);
        int port = first.port();
        try (Street street = before(Duration.ofSeconds(20), port)) {
            assertThat(ask(street, "GET", 0).get(10, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            first.place().drain(Duration.ofSeconds(5));
            first.close();
            var asked = List.of(ask(street, "GET", 0), ask(street, "POST", 10));
            await(() -> waiting() == 2);
            try (Street _ = Street.behind(this::answer, port)) {
                for (var answer : asked) {
                    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void a_server_is_told_how_long_its_gateway_waits() throws Exception {
        int port = freePort();
        try (Street street = before(Duration.ofSeconds(20), port)) {
            var asked = ask(street, "GET", 0);
            await(() -> waiting() == 1);
            try (Street _ = Street.behind(this::told, port)) {
                asked.get(10, TimeUnit.SECONDS);
                ask(street, "GET", 0).get(10, TimeUnit.SECONDS);
            }
            assertThat(seen.getFirst()).as("in whole seconds, where it waited").isIn("1000", "1500");
            assertThat(seen.getLast()).isEqualTo("1500");
        }
    }

    private Response told(Request request) {
        seen.add(request.headers().first(InnerSeal.LEFT).orElse("nothing"));
        return Response.of(204);
    }

    @Test
    void a_dead_one_is_waited_for_once() throws Exception {
        try (Street street = before(Duration.ofMillis(600), freePort())) {
            long begun = System.nanoTime();
            assertThat(ask(street, "GET", 0).get(10, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(502);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(600));
            for (int i = 0; i < 3; i++) {
                assertThat(ask(street, "GET", 0).get(10, TimeUnit.SECONDS).statusCode())
                        .isEqualTo(502);
            }
            assertThat(meters.get("sallyport.origin.waits").counter().count()).isEqualTo(1);
        }
    }

    @Test
    void who_goes_away_waits_no_more() throws Exception {
        try (Street street = before(Duration.ofSeconds(20), freePort())) {
            try (var client = new RawClient(street.port())) {
                client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\n\r\n");
                await(() -> waiting() == 1);
            }
            await(() -> waiting() == 0);
        }
    }

    @Test
    void a_route_waits_where_it_says_so() throws Exception {
        int port = freePort();
        String route = "{path: /a/**, require: none, retries: 0, to: ['http://127.0.0.1:" + port + "']";
        try (Street street = Street.open(new TestGates()
                .measuredBy(meters)
                .route(route + ", timeout: {start: 20s}}")
                .route(route.replace("/a/", "/b/") + "}")
                .open())) {
            var patient = CLIENT.sendAsync(
                    HttpRequest.newBuilder(street.url().resolve("/a/x")).build(), BodyHandlers.ofString());
            await(() -> meters.get("sallyport.origin.waiting")
                            .tag("route", "/a/**")
                            .gauge()
                            .value()
                    == 1);
            var other = HttpRequest.newBuilder(street.url().resolve("/b/x")).build();
            assertThat(CLIENT.send(other, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
            try (Street _ = Street.behind(this::answer, port)) {
                assertThat(patient.get(10, TimeUnit.SECONDS).body()).isEqualTo("here again");
            }
        }
    }

    @Test
    void a_route_says_how_long_within_reason() {
        String route = "{path: /a, require: none, to: ['http://10.0.0.5:9000'], timeout: {";
        assertThatThrownBy(() -> TestGates.read(route + "start: 31s}}"))
                .hasMessageContaining("start must be 0s to 30s");
        assertThat(TestGates.read(route + "start: 0s}}").patience().start()).isZero();
        assertThat(TestGates.read(route + "read: 5s}}").patience().start()).isZero();
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.telemetry.Logging;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway before servers of other processes, over real sockets: bodies on the way, and servers that fail. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class RemoteTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final PathOrigin ORIGIN = new PathOrigin();
    private static Street behind;
    private static Street street;

    @BeforeAll
    static void open() throws Exception {
        behind = Street.behind(ORIGIN);
        street = Street.open(new TestGates()
                .server("resource", behind.url())
                .server("files", behind.url())
                .server("auth", URI.create("http://127.0.0.1:" + closedPort()))
                .measuredBy(METERS)
                .open());
    }

    @AfterAll
    static void close() {
        street.close();
        behind.close();
    }

    /** A port on which nobody listens. */
    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(street.url().resolve(path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(to(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bodies_stream_both_ways_declared_and_not() throws Exception {
        byte[] bytes = new byte[PathOrigin.LARGE];
        for (var body : new HttpRequest.BodyPublisher[] {
            HttpRequest.BodyPublishers.ofByteArray(bytes),
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
        }) {
            var up = CLIENT.send(to("/v1/files/count").POST(body).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(up.body()).isEqualTo(Integer.toString(PathOrigin.LARGE));
        }
        try (var down = CLIENT.send(to("/v1/files/large").build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(PathOrigin.count(down)).isEqualTo(PathOrigin.LARGE);
        }
        assertThat(get("/v1/files/a%20b?c=%2F&d").body()).isEqualTo("/v1/files/a b?c=%2F&d");
    }

    @Test
    void an_answer_may_take_longer_than_a_silence_may() throws Exception {
        long begun = System.nanoTime();
        assertThat(get("/v1/files/drip").body()).hasSize(PathOrigin.Drip.PIECES);
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void a_body_may_take_longer_than_a_silence_may() throws Exception {
        try (var client = new RawClient(street.port())) {
            client.send("POST /v1/files/count HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n");
            for (int i = 0; i < 7; i++) {
                Thread.sleep(500);
                client.send("x".repeat(10_000));
            }
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.bytes(5)).isEqualTo("70000");
        }
    }

    @Test
    void an_answer_that_breaks_off_behind_breaks_off_in_front() throws Exception {
        try (var client = new RawClient(street.port())) {
            String answer = client.send("GET /v1/files/broken HTTP/1.1\r\nHost: a\r\n\r\n")
                    .untilClosed();
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void a_body_that_breaks_off_in_front_does_not_look_whole_behind() throws Exception {
        for (String framing :
                List.of("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "Content-Length: 100000\r\n\r\nhello")) {
            int before = ORIGIN.broken.get();
            try (var client = new RawClient(street.port())) {
                int asked = ORIGIN.seen.count();
                client.send("POST /v1/files/put HTTP/1.1\r\nHost: a\r\n" + framing);
                await(() -> ORIGIN.seen.count() > asked);
            }
            await(() -> ORIGIN.broken.get() > before);
        }
        assertThat(ORIGIN.whole).hasValue(0);
        assertThat(CLIENT.send(
                                to("/v1/files/put")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100_000]))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 1_000 && !done.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 10 s").isTrue();
    }

    @Test
    void T43_who_sends_a_body_in_drips_through_the_gateway_loses_the_connection() throws Exception {
        try (var client = new RawClient(street.port())) {
            client.send("POST /v1/files/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            var dripping = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        client.send("x");
                        Thread.sleep(200);
                    }
                    throw new IllegalStateException("nobody stopped the drip");
                } catch (IOException closed) {
                    return;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            dripping.get(15, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_client_that_leaves_before_the_answer_is_noted_as_gone() throws Exception {
        ORIGIN.held = new CountDownLatch(1);
        long before = gone();
        try (var client = new RawClient(street.port())) {
            int asked = ORIGIN.seen.count();
            client.send("GET /v1/files/hold HTTP/1.1\r\nHost: a\r\n\r\n");
            await(() -> ORIGIN.seen.count() > asked);
        }
        await(() -> gone() > before);
        ORIGIN.held.countDown();
    }

    private static long gone() {
        var timer = METERS.find("sallyport.requests")
                .tags("status", "499", "method", "GET")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void a_server_that_is_down_is_a_problem_of_its_own() throws Exception {
        HttpResponse<String> response = get("/v1/auth/me");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).contains("/problems/bad-gateway").doesNotContain("127.0.0.1");
        assertThat(response.headers().firstValue("content-security-policy")).contains(SecurityHeaders.NOTHING);
    }

    @Test
    void a_server_that_says_nothing_is_given_up() throws Exception {
        try (var silent = new RawOrigin("");
                var own = Street.open(
                        new TestGates().server("resource", silent.url()).open())) {
            HttpResponse<String> response = CLIENT.send(
                    HttpRequest.newBuilder(own.url().resolve("/v1/profile")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("/problems/bad-gateway");
        }
    }

    @Test
    void logs_and_measurements_know_the_status_that_was_sent() throws Exception {
        var logger = (Logger) org.slf4j.LoggerFactory.getLogger(Logging.ACCESS);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            assertThat(get("/v1/profile/created").statusCode()).isEqualTo(201);
            assertThat(get("/v1/auth/sessions").statusCode()).isEqualTo(502);
            // What was sent is noted after it was sent.
            await(() -> List.copyOf(lines.list).size() >= 2);
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        assertThat(lines.list)
                .extracting(line -> line.getKeyValuePairs().toString())
                .anySatisfy(line -> assertThat(line).contains("/v1/profile/**", "status=\"201\""))
                .anySatisfy(line -> assertThat(line).contains("/v1/auth/**", "status=\"502\""))
                .noneSatisfy(line -> assertThat(line).contains("status=\"0\""));
        assertThat(METERS.find("sallyport.requests").tag("status", "201").timer())
                .isNotNull();
        assertThat(METERS.find("sallyport.requests").tag("status", "502").timer())
                .isNotNull();
        assertThat(METERS.find("sallyport.requests").tag("status", "0").timer()).isNull();
    }

    @Test
    void T43_places_are_given_back_when_origins_answer() {
        Handler door = new Shed(1, new SimpleMeterRegistry())
                .around(request ->
                        Response.forward(ResponseBody.Forward.to(URI.create("http://127.0.0.1:1"), request)));
        Response first = door.handle(Request.of("GET", "/"));
        assertThat(door.handle(Request.of("GET", "/")).status()).isEqualTo(503);
        ((ResponseBody.Forward) first.body()).answered().accept(200);
        assertThat(door.handle(Request.of("GET", "/")).status()).isZero();
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.telemetry.Logging;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway before servers of other processes, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class RemoteTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final int LARGE = 20 << 20;

    private static Behind seen;
    private static Street behind;
    private static Street street;
    private static final AtomicInteger WHOLE = new AtomicInteger();
    private static final AtomicInteger BROKEN = new AtomicInteger();
    private static volatile CountDownLatch held = new CountDownLatch(0);

    @BeforeAll
    static void open() throws Exception {
        seen = new Behind();
        behind = Street.behind(RemoteTest::serve);
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

    private static Response serve(Request request) {
        seen.handle(request);
        try {
            return switch (request.path()) {
                case "/v1/files/count" ->
                    Response.text(200, "text/plain", Long.toString(count(request.body().stream())));
                case "/v1/files/put" -> {
                    count(request.body().stream());
                    WHOLE.incrementAndGet();
                    yield Response.of(204);
                }
                case "/v1/files/echo" ->
                    Response.of(200).body(request.body().stream().readAllBytes());
                case "/v1/files/large" ->
                    Response.of(200)
                            .body(new ResponseBody.Stream(
                                    new ByteArrayInputStream(new byte[LARGE]), OptionalLong.empty()));
                case "/v1/files/drip" ->
                    Response.of(200).body(new ResponseBody.Stream(new Drip(), OptionalLong.empty()));
                case "/v1/files/broken" ->
                    Response.of(200).body(new ResponseBody.Stream(new Broken(), OptionalLong.empty()));
                case "/v1/files/hold" -> {
                    held.await();
                    yield Response.text(200, "text/plain", "held");
                }
                case "/v1/profile/created" -> Response.json(201, "made");
                default -> Response.text(200, "text/plain", request.path() + "?" + request.query());
            };
        } catch (IOException e) {
            BROKEN.incrementAndGet();
            return Problem.malformed("The body broke off.").response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.of(500);
        }
    }

    private static long count(InputStream stream) throws IOException {
        long count = 0;
        byte[] piece = new byte[64 * 1024];
        for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
            count += n;
        }
        return count;
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(street.url().resolve(path));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(to(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bodies_stream_both_ways_declared_and_not() throws Exception {
        byte[] bytes = new byte[LARGE];
        for (var body : new HttpRequest.BodyPublisher[] {
            HttpRequest.BodyPublishers.ofByteArray(bytes),
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
        }) {
            var up = CLIENT.send(to("/v1/files/count").POST(body).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(up.body()).isEqualTo(Integer.toString(LARGE));
        }
        try (var down = CLIENT.send(to("/v1/files/large").build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(count(down)).isEqualTo(LARGE);
        }
        assertThat(get("/v1/files/a%20b?c=%2F&d").body()).isEqualTo("/v1/files/a b?c=%2F&d");
    }

    @Test
    void an_answer_may_take_longer_than_a_silence_may() throws Exception {
        long begun = System.nanoTime();
        assertThat(get("/v1/files/drip").body()).hasSize(Drip.PIECES);
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
            int before = BROKEN.get();
            try (var client = new RawClient(street.port())) {
                int asked = seen.count();
                client.send("POST /v1/files/put HTTP/1.1\r\nHost: a\r\n" + framing);
                await(() -> seen.count() > asked);
            }
            await(() -> BROKEN.get() > before);
        }
        assertThat(WHOLE).hasValue(0);
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no HTTP              | nonsense~~
        a status of none     | HTTP/1.1 999 No~Content-Length: 0~~
        a switch unasked     | HTTP/1.1 101 Switching Protocols~Connection: Upgrade~Upgrade: x~~
        closed at once       | HTTP/1.1
        two lengths          | HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~123456
        a length beside chunks | HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~
        """)
    void T40_an_answer_from_behind_that_can_be_read_in_two_ways_is_not_handed_on(String what, String answer)
            throws Exception {
        try (var origin = new RawOrigin(answer.replace("~", "\r\n"));
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            assertThat(client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .as(what)
                    .startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void what_a_server_behind_says_of_itself_and_of_its_connection_goes_no_further() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nServer: nginx/1.2\r\nX-Powered-By: PHP/5\r\nX-AspNet-Version: 4\r\nVia: 1.1 x\r\n"
                        + "Connection: close, X-Nominated\r\nX-Nominated: secret\r\nKeep-Alive: timeout=5\r\n"
                        + "Proxy-Authenticate: Basic\r\nX-Request-Id: theirs\r\nAccess-Control-Allow-Origin: *\r\n"
                        + "Access-Control-Allow-Credentials: true\r\nContent-Security-Policy: default-src *\r\n"
                        + "Cache-Control: public\r\nVary: Accept-Encoding\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"
                        + "X-Mine: kept\r\nContent-Length: 2\r\n\r\nok";
        try (var origin = new RawOrigin(answer);
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            String head = client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\r\n")
                    .head()
                    .toLowerCase(Locale.ROOT);
            assertThat(head)
                    .startsWith("http/1.1 200")
                    .contains(
                            "x-mine: kept",
                            "set-cookie: a=b",
                            "set-cookie: c=d",
                            "vary: accept-encoding",
                            "vary: origin")
                    .contains("content-security-policy: " + SecurityHeaders.NOTHING, "cache-control: no-store")
                    .contains("x-request-id: street-")
                    .doesNotContain(
                            "nginx",
                            "php",
                            "aspnet",
                            "via:",
                            "connection:",
                            "nominated",
                            "keep-alive",
                            "proxy-",
                            "theirs",
                            "access-control-",
                            "default-src *",
                            "cache-control: public");
            assertThat(client.bytes(2)).isEqualTo("ok");
            assertThat(client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .as("the client's connection is not the origin's")
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void T36_a_server_behind_is_told_where_a_request_came_from_and_by_nobody_else() throws Exception {
        try (var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            client.send("GET /v1/profile HTTP/1.1\r\nHost: id.example.org\r\nForwarded: for=9.9.9.9;proto=https\r\n"
                            + "X-Forwarded-For: 9.9.9.9\r\nX_Forwarded_For: 9.9.9.9\r\nX-Real-IP: 9.9.9.9\r\n"
                            + "X-User: admin\r\nCookie: a=b\r\nConnection: X-Nominated\r\nX-Nominated: x\r\n"
                            + "TE: trailers\r\nProxy-Authorization: Basic x\r\nX-Custom: kept\r\n\r\n")
                    .head();
            String head = origin.head().toLowerCase(Locale.ROOT);
            assertThat(head)
                    .as("RFC 7239 §4")
                    .contains("forwarded: for=127.0.0.1;proto=http;host=\"id.example.org\"\r\n")
                    .contains(
                            "x-forwarded-for: 127.0.0.1\r\n", "x-forwarded-proto: http\r\n", "host: id.example.org\r\n")
                    .contains("x-request-id: street-", "x-custom: kept")
                    .doesNotContain(
                            "9.9.9.9", "x-user", "cookie", "nominated", "te:", "proxy-authorization", "real-ip");
        }
    }

    @Test
    void T36_a_server_behind_believes_the_gateway_it_trusts() throws Exception {
        Handler inner = new Provenance(TrustedProxies.NONE, false, Optional.of(TestGates.SEAL)).around(seen);
        try (var believing = Street.behind(inner);
                var own = Street.open(new TestGates()
                        .trusting("127.0.0.1")
                        .server("resource", believing.url())
                        .open());
                var client = new RawClient(own.port())) {
            client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\nForwarded: for=\"[2001:db8::7]\";proto=https\r\n\r\n")
                    .head();
            assertThat(seen.last().peer().value().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
            assertThat(seen.last().secure()).isTrue();
            assertThat(seen.last().id()).as("one name in both logs").startsWith("street-");
            assertThat(seen.last().headers().has("forwarded")).isFalse();
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
    void a_client_that_leaves_before_the_answer_is_noted_as_gone() throws Exception {
        held = new CountDownLatch(1);
        long before = gone();
        try (var client = new RawClient(street.port())) {
            int asked = seen.count();
            client.send("GET /v1/files/hold HTTP/1.1\r\nHost: a\r\n\r\n");
            await(() -> seen.count() > asked);
        }
        await(() -> gone() > before);
        held.countDown();
    }

    private static long gone() {
        var timer = METERS.find("sallyport.requests")
                .tags("status", "499", "method", "GET")
                .timer();
        return timer == null ? 0 : timer.count();
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
    void T43_places_are_given_back_when_origins_answer() {
        Handler door = new Shed(1, new SimpleMeterRegistry())
                .around(request ->
                        Response.forward(ResponseBody.Forward.to(URI.create("http://127.0.0.1:1"), request)));
        Response first = door.handle(Request.of("GET", "/"));
        assertThat(door.handle(Request.of("GET", "/")).status()).isEqualTo(503);
        ((ResponseBody.Forward) first.body()).answered().accept(200);
        assertThat(door.handle(Request.of("GET", "/")).status()).isZero();
    }

    /** Half a second between its bytes. */
    private static final class Drip extends InputStream {
        static final int PIECES = 7;
        private int at;

        @Override
        public int read() throws IOException {
            if (at++ == PIECES) {
                return -1;
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int c = read();
            if (c < 0) {
                return -1;
            }
            into[offset] = (byte) c;
            return 1;
        }
    }

    /** Breaks after some bytes. */
    private static final class Broken extends InputStream {
        private int left = 100_000;

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the disk broke");
            }
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the disk broke");
            }
            int count = Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.http.ResponseBody;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets through the gates, and who may open one. */
class WebSocketsTest {
    private static final String HANDSHAKE =
            "sec-websocket-version: 13 / sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ== / ";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private GatewayServer gateway(URI origin) {
        return gateway(origin, new SocketWatch(InstantSource.system(), session -> true));
    }

    private GatewayServer gateway(URI origin, SocketWatch watch) {
        return new TestGates()
                .measuredBy(meters)
                .watching(watch)
                .route("{path: /v1/live/**, require: {scope: orders}, to: ['" + origin
                        + "'], cors: ['https://shop.example.org'], timeout: {idle: 5m}}")
                .route("{path: /public/**, require: none, to: ['" + origin + "']}")
                .open();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        our own page               | /web/v1/live/1 | origin: https://id.example.org / cookie: __Host-access_token=good | opens
        a page of the route's list | /web/v1/live/1 | origin: https://shop.example.org / cookie: __Host-access_token=good | opens
        RFC 6455 §10.2 another     | /web/v1/live/1 | origin: https://evil.example / cookie: __Host-access_token=good | 403 foreign-origin
        a page of the house's list | /web/v1/live/1 | origin: https://app.example.org / cookie: __Host-access_token=good | 403 foreign-origin
        another port               | /web/v1/live/1 | origin: https://id.example.org:8443 / cookie: __Host-access_token=good | 403 foreign-origin
        the beginning of our own   | /web/v1/live/1 | origin: https://id.example.org.evil.example / cookie: __Host-access_token=good | 403 foreign-origin
        a page without an origin   | /web/v1/live/1 | origin: null / cookie: __Host-access_token=good | 403 foreign-origin
        no page                    | /web/v1/live/1 | cookie: __Host-access_token=good | 403 foreign-origin
        two pages                  | /web/v1/live/1 | origin: https://id.example.org / origin: https://id.example.org / cookie: __Host-access_token=good | 403 foreign-origin
        no session                 | /web/v1/live/1 | origin: https://id.example.org | 401 unauthorized
        a token at the browser gate | /web/v1/live/1 | origin: https://id.example.org / authorization: Bearer good | 400 mixed-credentials
        too narrow a session       | /web/v1/live/1 | origin: https://id.example.org / cookie: __Host-access_token=poor | 403 forbidden
        a token                    | /v1/live/1     | authorization: Bearer good | opens
        a token in a page          | /v1/live/1     | authorization: Bearer good / origin: https://evil.example | opens
        a cookie at the API gate   | /v1/live/1     | cookie: __Host-access_token=good / origin: https://id.example.org | 401 unauthorized
        too narrow a token         | /v1/live/1     | authorization: Bearer poor | 403 forbidden
        an open door               | /public/1      | origin: https://evil.example | opens
        """)
    void T11_a_page_opens_one_with_a_cookie_only_from_a_known_origin(
            String what, String path, String headers, String fate) {
        var response = gateway(URI.create("http://10.0.0.5:9000"))
                .handler()
                .handle(Behind.request("GET", path, HANDSHAKE + headers));
        if (!fate.equals("opens")) {
            assertThat(Behind.type(response)).isEqualTo(fate);
            return;
        }
        var forward = (ResponseBody.Forward) response.body();
        assertThat(forward.sockets()).isPresent();
        assertThat(forward.head().headers().has("cookie")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST | sec-websocket-version: 13 / sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
        HEAD | sec-websocket-version: 13 / sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
        GET  | sec-websocket-version: 8 / sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
        GET  | sec-websocket-version: 13 / sec-websocket-key: short
        GET  | sec-websocket-version: 13
        GET  | connection: sec-websocket-key / sec-websocket-version: 13 / sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==
        """)
    void what_is_no_handshake_gets_no_leave_for_one(String method, String headers) {
        var response = gateway(URI.create("http://10.0.0.5:9000"))
                .handler()
                .handle(Behind.request(method, "/public/1", headers));
        assertThat(((ResponseBody.Forward) response.body()).sockets())
                .as("RFC 6455 §4.2.1")
                .isEmpty();
    }

    @Test
    void a_client_talks_through_the_gateway_with_a_server_behind() throws Exception {
        try (var echo = new FrameEcho();
                var street = Street.open(gateway(echo.url()))) {
            var heard = new CompletableFuture<String>();
            var closed = new CompletableFuture<Integer>();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("authorization", "Bearer good")
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + street.port() + "/v1/live/7?a=b"),
                            new Hearing(heard, closed))
                    .get(5, TimeUnit.SECONDS);
            assertThat(echo.head().toLowerCase(Locale.ROOT))
                    .startsWith("get /v1/live/7?a=b http/1.1\r\n")
                    .contains("\r\nauthorization: bearer good\r\n", "\r\nx-forwarded-for: 127.0.0.1\r\n");
            assertThat(open()).isEqualTo(1);
            socket.sendText("through two gates", true).get(5, TimeUnit.SECONDS);
            assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("through two gates");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
            assertThat(closed.get(5, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
            for (int i = 0; i < 500 && open() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(open()).isZero();
            assertThat(meters.get("sallyport.requests")
                            .tag("status", "101")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static WebSocket opened(Street street, String token, CompletableFuture<Integer> closed) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("authorization", "Bearer " + token)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + street.port() + "/v1/live/7"),
                        new Hearing(new CompletableFuture<>(), closed))
                .get(5, TimeUnit.SECONDS);
    }

    @Test
    void T30_one_ends_with_the_token_that_opened_it() throws Exception {
        var now = new AtomicReference<>(TestGates.SHORT_LIVED.minusSeconds(60));
        var watch = new SocketWatch(now::get, session -> true);
        try (var echo = new FrameEcho();
                var street = Street.open(gateway(echo.url(), watch))) {
            var ended = new CompletableFuture<Integer>();
            var other = new CompletableFuture<Integer>();
            opened(street, "short", ended);
            WebSocket longer = opened(street, "good", other);
            Thread.sleep(1_500);
            assertThat(ended).as("before its time").isNotDone();
            now.set(TestGates.SHORT_LIVED);
            assertThat(ended.get(5, TimeUnit.SECONDS)).as("RFC 6455 §7.4.1").isEqualTo(1008);
            assertThat(other).as("a token that lives").isNotDone();
            longer.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
            assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
        }
    }

    @Test
    void T30_one_ends_with_the_session_that_opened_it() throws Exception {
        var lives = new AtomicBoolean(true);
        var watch = new SocketWatch(InstantSource.system(), session -> lives.get());
        try (var echo = new FrameEcho();
                var street = Street.open(gateway(echo.url(), watch))) {
            var ended = new CompletableFuture<Integer>();
            opened(street, "good", ended);
            watch.look();
            Thread.sleep(1_500);
            assertThat(ended).isNotDone();
            lives.set(false);
            watch.look();
            assertThat(ended.get(5, TimeUnit.SECONDS)).as("RFC 6455 §7.4.1").isEqualTo(1008);
        }
    }

    private double open() {
        return meters.get("sallyport.gateway.websockets")
                .tag("route", "/v1/live/**")
                .gauge()
                .value();
    }

    private record Hearing(CompletableFuture<String> heard, CompletableFuture<Integer> closed)
            implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.complete(text.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(text);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(status);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.completeExceptionally(error);
            closed.completeExceptionally(error);
        }
    }

    @Test
    void T43_one_network_gets_a_part_of_the_places_only() {
        UserRoute route = TestGates.read("{path: /a, require: none, to: ['http://10.0.0.5:9000']}");
        var all = new OpenSockets(3, 2, meters).of(route);
        Sockets one = all.from(network("192.0.2.1"), unwatched());
        Sockets other = all.from(network("192.0.2.2"), unwatched());
        assertThat(one.enter()).isTrue();
        assertThat(one.enter()).isTrue();
        assertThat(one.enter()).as("its third").isFalse();
        assertThat(other.enter()).isTrue();
        assertThat(other.enter()).as("the fourth of all").isFalse();
        one.left();
        assertThat(other.enter()).isTrue();
        assertThat(one.enter()).isFalse();
        assertThat(meters.get("sallyport.gateway.websockets").gauge().value()).isEqualTo(3);
    }

    private static SocketWatch.Stay unwatched() {
        return new SocketWatch(InstantSource.system(), session -> true).of(Optional.empty());
    }

    private static Network network(String address) {
        return Network.of(new Address(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @CsvSource({"0s", "999ms", "25h"})
    void the_idle_time_has_bounds(String idle) {
        assertThatThrownBy(() -> TestGates.read(
                        "{path: /a, require: none, to: ['http://10.0.0.5:9000'], timeout: {idle: " + idle + "}}"))
                .hasMessageContaining("idle must be 1s to 24h");
    }

    @Test
    void a_route_that_says_nothing_lets_one_be_silent_for_an_hour() {
        UserRoute route =
                TestGates.read("{path: /a, require: none, to: ['http://10.0.0.5:9000'], timeout: {read: 5s}}");
        assertThat(route.patience().idle()).hasHours(1);
    }
}

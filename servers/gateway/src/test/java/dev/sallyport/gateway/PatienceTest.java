package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** How long a route waits, what it takes, and whom it asks, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class PatienceTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String BUSY = "HTTP/1.1 502 No\r\nContent-Length: 4\r\n\r\nbusy";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static String route(String keys, URI... to) {
        var origins = new ArrayList<String>();
        for (URI uri : to) {
            origins.add("'" + uri + "'");
        }
        return "{path: /a/**, require: none, to: " + origins + ", " + keys + "}";
    }

    private GatewayServer gateway(String route) {
        return new TestGates().measuredBy(meters).route(route).open();
    }

    private static HttpResponse<String> ask(Street street, String method) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(street.url().resolve("/a/b"))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 1_000 && !done.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 10 s").isTrue();
    }

    @Test
    void who_is_silent_for_longer_than_the_route_waits_gives_way_to_another() throws Exception {
        try (var silent = new RawOrigin("");
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                var street = Street.open(gateway(route("timeout: {read: 200ms}", silent.url(), origin.url())))) {
            assertThat(ask(street, "GET").statusCode()).isEqualTo(200);
            assertThat(ask(street, "GET").statusCode()).isEqualTo(200);
            assertThat(meters.get("sallyport.origin.retries").counter().count()).isPositive();
        }
        try (var silent = new RawOrigin("");
                var street = Street.open(gateway(route("timeout: {read: 200ms}", silent.url())))) {
            assertThat(ask(street, "POST").statusCode()).isEqualTo(504);
        }
    }

    @Test
    void who_takes_no_connection_in_the_time_gives_way_to_another_for_any_method() throws Exception {
        var held = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK)) {
            fill(full, held);
            URI deaf = URI.create("http://127.0.0.1:" + full.getLocalPort());
            try (var street = Street.open(gateway(route("timeout: {connect: 200ms}", deaf, origin.url())))) {
                assertThat(ask(street, "POST").statusCode()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    /** Connects until the backlog is full, so that further connections wait. */
    private static void fill(ServerSocket full, List<Socket> held) throws IOException {
        for (int i = 0; i < 64; i++) {
            var socket = new Socket();
            held.add(socket);
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 100);
            } catch (SocketTimeoutException full_) {
                return;
            }
        }
        throw new IllegalStateException("the backlog does not fill");
    }

    @Test
    void a_status_that_the_route_names_is_no_answer_while_another_origin_is_left() throws Exception {
        try (var busy = new KeptOrigin((number, head) -> BUSY);
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                var street = Street.open(gateway(route("retry_on: [502]", busy.url(), origin.url())))) {
            assertThat(ask(street, "GET").statusCode()).isEqualTo(200);
            assertThat(origin.asked()).isEqualTo(1);
            assertThat(ask(street, "POST").statusCode())
                    .as("it is the second's turn")
                    .isEqualTo(200);
            assertThat(ask(street, "POST").statusCode()).isEqualTo(502);
        }
        try (var busy = new KeptOrigin((number, head) -> BUSY);
                var street = Street.open(gateway(route("retry_on: [502]", busy.url())))) {
            assertThat(ask(street, "GET").body()).as("its own answer").isEqualTo("busy");
        }
    }

    @Test
    void a_route_without_retries_has_none() throws Exception {
        try (var broken = new KeptOrigin((number, head) -> "");
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                var street = Street.open(gateway(route("retries: 0", broken.url(), origin.url())))) {
            assertThat(ask(street, "GET").statusCode()).isEqualTo(502);
            assertThat(origin.asked()).isZero();
        }
    }

    @Test
    void T43_a_body_is_cut_at_the_routes_length_though_it_declared_none() throws Exception {
        var seen = new CountDownLatch(1);
        try (var behind = Street.behind(request -> {
                    try {
                        request.body().stream().readAllBytes();
                        seen.countDown();
                    } catch (IOException cut) {
                        return Response.of(400);
                    }
                    return Response.of(204);
                });
                var street = Street.open(gateway(route("body: 1000", behind.url())));
                var client = new RawClient(street.port())) {
            client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
            client.send(chunk + chunk + chunk);
            assertThat(client.head()).startsWith("HTTP/1.1 413");
            assertThat(seen.await(300, TimeUnit.MILLISECONDS))
                    .as("it looked whole")
                    .isFalse();
        }
    }

    @Test
    void an_origin_is_left_out_and_taken_back_by_its_health_checks() throws Exception {
        var well = new AtomicBoolean(true);
        KeptOrigin.Script script =
                (number, head) -> !head.startsWith("GET /health") || well.get() ? KeptOrigin.OK : BUSY;
        try (var checked = new KeptOrigin(script);
                var other = new KeptOrigin((number, head) -> KeptOrigin.OK)) {
            String keys = "health: {path: /health?full, every: 100ms, timeout: 100ms, healthy: 2, unhealthy: 2}";
            GatewayServer gateway = gateway(route(keys, checked.url(), other.url()));
            gateway.start();
            try (var street = Street.open(gateway)) {
                await(() -> checked.asked() > 1);
                assertThat(up(checked)).isEqualTo(1);
                well.set(false);
                await(() -> up(checked) == 0);
                for (int i = 0; i < 4; i++) {
                    assertThat(ask(street, "GET").statusCode()).isEqualTo(200);
                    assertThat(checked.last()).startsWith("get /health?full ").contains("sallyport-health-check");
                }
                well.set(true);
                await(() -> up(checked) == 1);
            } finally {
                gateway.stop();
            }
            int asked = checked.asked();
            Thread.sleep(300);
            assertThat(checked.asked()).as("the checks have ended").isEqualTo(asked);
        }
    }

    private double up(KeptOrigin origin) {
        return meters.get("sallyport.origin.up")
                .tag("origin", origin.url().toString())
                .gauge()
                .value();
    }

    @Test
    void what_is_under_way_when_the_gateway_closes_is_finished() throws Exception {
        var entered = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        try (var behind = Street.behind(request -> {
                    entered.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Response.text(200, "text/plain", "finished");
                });
                var street = Street.open(gateway(route("retries: 0", behind.url())))) {
            var answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return ask(street, "POST");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            entered.await();
            var drained = Thread.ofVirtual().start(() -> street.place().drain(Duration.ofSeconds(5)));
            Thread.sleep(200);
            assertThat(answer).isNotDone();
            held.countDown();
            assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("finished");
            assertThat(answer.get().headers().firstValue("connection"))
                    .as("RFC 9112 §9.6")
                    .contains("close");
            assertThat(drained.join(Duration.ofSeconds(5))).isTrue();
        }
    }
}

package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets through the engine, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class TunnelTest {
    private static final String HANDSHAKE =
            "GET /chat?room=1 HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
                    + "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + ScriptedOrigin.KEY
                    + "\r\n\r\n";

    private final HttpEngine engine = new HttpEngine(() -> "id");
    private final Places places = new Places(2);
    private final List<Integer> noted = new CopyOnWriteArrayList<>();
    private volatile URI origin = URI.create("http://127.0.0.1:1");
    private HttpEngine.Listening front;

    private static final class Places implements Sockets {
        private final AtomicInteger left;
        private volatile Duration idle = Duration.ofMinutes(1);
        private volatile Optional<String> revoked = Optional.empty();

        Places(int most) {
            this.left = new AtomicInteger(most);
        }

        @Override
        public Duration idle() {
            return idle;
        }

        @Override
        public Optional<String> revoked() {
            return revoked;
        }

        @Override
        public boolean enter() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }

        @Override
        public void left() {
            left.incrementAndGet();
        }
    }

    @BeforeEach
    void listen() throws Exception {
        var limits = new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);
        front = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), limits, this::forward);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Response forward(Request request) {
        var terms = new Terms(Duration.ofSeconds(2), Duration.ofSeconds(1), 0, Set.of(), 1000);
        ResponseBody.Forward forward = ResponseBody.Forward.to(Tries.of(origin), terms, request);
        return Response.forward(request.path().equals("/chat") ? forward.opening(places) : forward)
                .header("x-front", "set")
                .whenNoted(noted::add);
    }

    private RawSocket asking() throws IOException {
        return new RawSocket(front.port()).send(HANDSHAKE);
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 500 && !done.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 5 s").isTrue();
    }

    @Test
    void bytes_go_both_ways_after_the_handshake_of_RFC_6455() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            origin = echo.url();
            try (var client = asking()) {
                assertThat(client.head())
                        .as("RFC 6455 §4.2.1")
                        .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                        .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                        .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                        .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                        .containsIgnoringCase("\r\nsec-websocket-protocol: chat\r\n")
                        .containsIgnoringCase("\r\nx-front: set\r\n");
                assertThat(echo.head())
                        .startsWith("GET /chat?room=1 HTTP/1.1\r\n")
                        .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                        .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                        .containsIgnoringCase("\r\nsec-websocket-key: " + ScriptedOrigin.KEY + "\r\n");
                assertThat(client.bytes(5)).isEqualTo("hello");
                assertEchoed(client, "GET / HTTP/1.1\r\n x: not a head\n\r\0");
                Thread.sleep(4_000);
                assertEchoed(client, "after more than the idle time of requests");
                assertThat(noted).isEmpty();
                assertThat(places.left).hasValue(1);
            }
            assertThat(echo.end()).as("the client left").isNotEqualTo("null");
            await(() -> noted.equals(List.of(101)) && places.left.get() == 2);
        }
    }

    private static void assertEchoed(RawSocket client, String text) throws IOException {
        assertThat(client.send(text).bytes(text.length())).isEqualTo(text);
    }

    @Test
    void it_ends_in_front_when_it_ends_behind_and_loses_nothing() throws Exception {
        String last = "x".repeat(300_000);
        try (var leaving = new ScriptedOrigin(socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + last))) {
            origin = leaving.url();
            try (var client = asking()) {
                client.head();
                assertThat(client.untilClosed()).isEqualTo(last);
            }
            await(() -> noted.equals(List.of(101)) && places.left.get() == 2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 6455 §4.1 no proof      | HTTP/1.1 101 S~Upgrade: websocket~Connection: Upgrade~~ | 502
        RFC 6455 §4.1 another proof | HTTP/1.1 101 S~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: aaaa~~ | 502
        another protocol            | HTTP/1.1 101 S~Upgrade: h2c~Connection: Upgrade~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~~ | 502
        no upgrade                  | HTTP/1.1 101 S~Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=~~ | 502
        a refusal                   | HTTP/1.1 403 No~Content-Length: 2~~no | 403
        no upgrade but an answer    | HTTP/1.1 200 OK~Content-Length: 2~~ok | 200
        silence                     | '' | 504
        """)
    void T40_the_connection_becomes_nothing_that_the_origin_did_not_agree_to(String what, String answer, int status)
            throws Exception {
        try (var refusing = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, answer.replace("~", "\r\n"));
            socket.getInputStream().readAllBytes();
        })) {
            origin = refusing.url();
            try (var client = asking()) {
                assertThat(client.untilClosed())
                        .startsWith("HTTP/1.1 " + status)
                        .containsIgnoringCase("connection: close");
            }
            assertThat(refusing.end()).isNotEqualTo("null");
            await(() -> noted.equals(List.of(status)) && places.left.get() == 2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no leave                        | GET /other HTTP/1.1~Host: a~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        RFC 9110 §7.8 another protocol  | GET /chat HTTP/1.1~Host: a~Connection: Upgrade, close~Upgrade: h2c~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        two protocols                   | GET /chat HTTP/1.1~Host: a~Connection: Upgrade, close~Upgrade: h2c, websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        not of this connection          | GET /chat HTTP/1.1~Host: a~Connection: close~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        another method                  | POST /chat HTTP/1.1~Host: a~Connection: Upgrade, close~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        RFC 9110 §7.8 an older version  | GET /chat HTTP/1.0~Host: a~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: KEY~~
        """)
    void other_upgrades_are_ignored(String what, String head) throws Exception {
        try (var plain = new ScriptedOrigin(
                socket -> ScriptedOrigin.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))) {
            origin = plain.url();
            try (var client = new RawSocket(front.port())) {
                client.send(head.replace("~", "\r\n").replace("KEY", ScriptedOrigin.KEY));
                assertThat(client.untilClosed()).contains(" 200 OK\r\n").endsWith("ok");
            }
            assertThat(plain.head()).doesNotContainIgnoringCase("upgrade");
        }
    }

    @Test
    void RFC_6455_4_4_another_version_is_told_which_one_is_spoken() throws Exception {
        try (var client = new RawSocket(front.port())) {
            client.send(HANDSHAKE.replace("Version: 13", "Version: 12"));
            assertThat(client.untilClosed())
                    .as("RFC 6455 §4.4")
                    .startsWith("HTTP/1.1 426")
                    .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
                    .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nconnection: upgrade, close\r\n");
        }
    }

    @Test
    void T40_what_comes_before_the_origin_has_agreed_is_neither_a_request_nor_a_frame() throws Exception {
        try (var silent = new ScriptedOrigin(socket -> socket.getInputStream().readAllBytes())) {
            origin = silent.url();
            try (var client = asking()) {
                silent.head();
                client.send("GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.untilClosed()).isEmpty();
            }
            assertThat(silent.end()).isNotEqualTo("null");
        }
        try (var together = new RawSocket(front.port())) {
            together.send(HANDSHAKE + "GET /other HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(together.untilClosed()).doesNotContain("HTTP/1.1 200");
        }
    }

    @Test
    void T43_one_too_many_is_sent_away() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            origin = echo.url();
            try (var one = asking();
                    var two = asking()) {
                assertThat(one.head()).startsWith("HTTP/1.1 101");
                assertThat(two.head()).startsWith("HTTP/1.1 101");
                try (var three = asking()) {
                    assertThat(three.untilClosed()).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1");
                }
            }
            await(() -> places.left.get() == 2);
        }
    }

    @Test
    void T43_silence_ends_it() throws Exception {
        places.idle = Duration.ofSeconds(1);
        try (var echo = ScriptedOrigin.echoing()) {
            origin = echo.url();
            try (var client = asking()) {
                client.head();
                for (int i = 0; i < 4; i++) {
                    Thread.sleep(800);
                    client.send("still here");
                }
                assertThat(client.untilClosed()).isEqualTo("hello" + "still here".repeat(4));
            }
            assertThat(echo.end()).isNotEqualTo("null");
        }
    }

    @Test
    void T43_who_does_not_read_holds_the_other_back() throws Exception {
        var written = new AtomicLong();
        try (var pouring = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES);
            pour(socket, written);
        })) {
            origin = pouring.url();
            try (var client = asking()) {
                client.head();
                await(() -> written.get() > 0);
                long before = -1;
                while (before != written.get()) {
                    before = written.get();
                    Thread.sleep(300);
                }
                assertThat(before).as("of 50 MiB").isLessThan(20L << 20);
                assertThat(client.bytes(50 << 20)).hasSize(50 << 20);
            }
        }
    }

    private static void pour(Socket socket, AtomicLong written) throws IOException {
        byte[] piece = new byte[64 * 1024];
        while (written.get() < 50L << 20) {
            socket.getOutputStream().write(piece);
            written.addAndGet(piece.length);
        }
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Test
    void T43_an_origin_that_does_not_read_holds_the_client_back() throws Exception {
        var heard = new AtomicLong();
        try (var slow = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES);
            hear(socket.getInputStream(), heard);
        })) {
            origin = slow.url();
            try (var client = asking()) {
                client.head();
                var sent = new AtomicLong();
                var sending = Thread.ofVirtual().start(() -> {
                    try {
                        for (String piece = "x".repeat(64 * 1024);
                                sent.get() < 50L << 20;
                                sent.addAndGet(piece.length())) {
                            client.send(piece);
                        }
                    } catch (IOException closed) {
                        sent.set(-1);
                    }
                });
                Thread.sleep(1_000);
                assertThat(sent.get()).as("of 50 MiB").isBetween(1L, 20L << 20);
                assertThat(sending.join(Duration.ofSeconds(20))).isTrue();
                await(() -> heard.get() == 50L << 20);
            }
        }
    }

    private static void hear(InputStream in, AtomicLong heard) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(1_500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] piece = new byte[256 * 1024];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            heard.addAndGet(n);
        }
    }

    /** A short text frame as servers send it. */
    private static String frame(String text) {
        return "\u0081" + (char) text.length() + text;
    }

    @Test
    void RFC_6455_7_4_1_one_that_may_not_stay_hears_1008_between_two_frames() throws Exception {
        try (var talking = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(
                    socket,
                    ScriptedOrigin.SWITCHES + frame("one") + frame("two").substring(0, 3));
            socket.getInputStream().readNBytes(6);
            ScriptedOrigin.write(socket, frame("two").substring(3));
            assertThat(socket.getInputStream().read())
                    .as("RFC 6455 §5.5.1, masked")
                    .isEqualTo(0x88);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            origin = talking.url();
            try (var client = asking()) {
                client.head();
                assertThat(client.bytes(8))
                        .isEqualTo(frame("one") + frame("two").substring(0, 3));
                // A masked frame without content, after which the origin goes on.
                client.send("\u0081\u0080abcd");
                places.revoked = Optional.of("the token has ended");
                assertThat(client.untilClosed()).isEqualTo("wo" + "\u0088\u0015\u0003\u00f0" + "the token has ended");
            }
            assertThat(talking.end()).isEqualTo("ended");
            await(() -> noted.equals(List.of(101)) && places.left.get() == 2);
        }
    }

    @Test
    void one_that_may_not_stay_ends_within_a_frame_that_does_not_end() throws Exception {
        try (var stuck = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + frame("two").substring(0, 3));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            origin = stuck.url();
            try (var client = asking()) {
                client.head();
                places.revoked = Optional.of("the token has ended");
                assertThat(client.untilClosed()).isEqualTo(frame("two").substring(0, 3));
            }
            await(() -> places.left.get() == 2);
        }
    }

    @Test
    void an_origin_that_breaks_off_is_told_as_1001() throws Exception {
        try (var breaking =
                new ScriptedOrigin(socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + frame("one")))) {
            origin = breaking.url();
            try (var client = asking()) {
                client.head();
                assertThat(client.untilClosed()).isEqualTo(frame("one") + "\u0088\u0002\u0003\u00e9");
            }
        }
        try (var polite = new ScriptedOrigin(
                socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + "\u0088\u0002\u0003\u00e8"))) {
            origin = polite.url();
            try (var client = asking()) {
                client.head();
                assertThat(client.untilClosed()).as("its own word").isEqualTo("\u0088\u0002\u0003\u00e8");
            }
        }
    }

    @Test
    void a_server_that_closes_gives_it_half_of_its_time() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            origin = echo.url();
            try (var client = asking()) {
                client.head();
                assertThat(client.bytes(5)).isEqualTo("hello");
                long begun = System.nanoTime();
                var draining = Thread.ofVirtual().start(() -> front.drain(Duration.ofSeconds(3)));
                Thread.sleep(1_000);
                assertThat(client.send("still").bytes(5)).isEqualTo("still");
                assertThat(client.untilClosed()).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(2_600));
                assertThat(draining.join(Duration.ofSeconds(3))).isTrue();
            }
        }
    }
}

package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers and bodies that are on their way for long, forwarded over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class LongAnswersTest {
    private static final String GET = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final long MUCH = 50L << 20;

    /** What the sockets and queues of a way may hold of it; the rest stays where it came from. */
    private static final long HELD = 20L << 20;

    private final HttpEngine engine = new HttpEngine(() -> "id");
    private volatile URI origin = URI.create("http://127.0.0.1:1");
    private HttpEngine.Listening front;

    @BeforeEach
    void listen() throws Exception {
        var limits = new HttpEngine.Limits(8 * 1024, 64L << 20, Duration.ofSeconds(3), 100, 50);
        front = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), limits, this::forward);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Response forward(Request request) {
        var terms = new Terms(Duration.ofSeconds(2), Duration.ofMillis(500), 0, Set.of(), Long.MAX_VALUE);
        return Response.forward(ResponseBody.Forward.to(Tries.of(origin), terms, request));
    }

    private static String chunk(String event) {
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_event_is_with_the_client_before_the_next_is_sent() throws Exception {
        var seen = new CountDownLatch(1);
        try (var events = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, EVENTS + chunk("data: 1\n\n"));
            await(seen);
            ScriptedOrigin.write(socket, chunk("data: 2\n\n") + "0\r\n\r\n");
        })) {
            origin = events.url();
            try (var client = new RawSocket(front.port()).send(GET)) {
                assertThat(client.head()).startsWith("HTTP/1.1 200");
                String first = chunk("data: 1\n\n");
                assertThat(client.bytes(first.length())).isEqualTo(first);
                seen.countDown();
                assertThat(client.bytes(first.length())).isEqualTo(chunk("data: 2\n\n"));
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(2, TimeUnit.SECONDS)) {
                throw new IOException("the event did not come through");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void events_may_come_for_longer_than_an_origin_or_a_connection_may_be_silent() throws Exception {
        try (var events = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, EVENTS);
            for (int i = 0; i < 5; i++) {
                pause(900);
                ScriptedOrigin.write(socket, chunk(":\n\n"));
            }
            ScriptedOrigin.write(socket, "0\r\n\r\n");
        })) {
            origin = events.url();
            try (var client = new RawSocket(front.port()).send(GET)) {
                client.head();
                String all = chunk(":\n\n").repeat(5) + "0\r\n\r\n";
                assertThat(client.bytes(all.length())).isEqualTo(all);
            }
        }
    }

    @Test
    void the_origin_sees_that_the_client_left_though_it_says_nothing_itself() throws Exception {
        try (var events = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, EVENTS + chunk("data: 1\n\n"));
            assertThat(socket.getInputStream().read()).isNegative();
        })) {
            origin = events.url();
            long begun = System.nanoTime();
            try (var client = new RawSocket(front.port()).send(GET)) {
                client.head();
                client.bytes(14);
            }
            assertThat(events.end()).isIn("ended", "reset");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void T43_a_client_that_does_not_read_holds_the_origin_back() throws Exception {
        var written = new AtomicLong();
        try (var pouring = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
            pour(socket, written);
        })) {
            origin = pouring.url();
            try (var client = new RawSocket(front.port()).send(GET)) {
                client.head();
                pause(1_500);
                assertThat(written.get()).isBetween(1L, HELD);
                assertThat(client.bytes((int) MUCH)).hasSize((int) MUCH);
            }
        }
    }

    private static void pour(Socket socket, AtomicLong written) throws IOException {
        byte[] piece = new byte[64 * 1024];
        while (written.get() < MUCH) {
            socket.getOutputStream().write(piece);
            written.addAndGet(piece.length);
        }
    }

    @Test
    void T43_an_origin_that_does_not_read_holds_the_client_back() throws Exception {
        var heard = new AtomicLong();
        try (var slow = new ScriptedOrigin(socket -> {
            pause(1_500);
            hear(socket.getInputStream(), heard);
            ScriptedOrigin.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            origin = slow.url();
            var sent = new AtomicLong();
            try (var client = new RawSocket(front.port())) {
                client.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + MUCH + "\r\n\r\n");
                Thread.ofVirtual().start(() -> send(client, sent));
                pause(1_000);
                assertThat(sent.get()).isBetween(1L, HELD);
                assertThat(client.head()).startsWith("HTTP/1.1 204");
                assertThat(heard.get()).isEqualTo(MUCH);
            }
        }
    }

    private static void send(RawSocket client, AtomicLong sent) {
        try {
            for (String piece = "x".repeat(64 * 1024); sent.get() < MUCH; sent.addAndGet(piece.length())) {
                client.send(piece);
            }
        } catch (IOException closed) {
            sent.set(-1);
        }
    }

    private static void hear(InputStream in, AtomicLong heard) throws IOException {
        byte[] piece = new byte[256 * 1024];
        while (heard.get() < MUCH) {
            int n = in.read(piece);
            if (n < 0) {
                return;
            }
            heard.addAndGet(n);
        }
    }
}

package dev.sallyport.kit.engine;

import static dev.sallyport.kit.engine.TunnelFront.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What WebSockets may hold: a number of places, a time of silence, and what one side sends and the other does not read. */
class TunnelBoundsTest {
    private TunnelFront front;

    @BeforeEach
    void open() throws Exception {
        front = new TunnelFront();
    }

    @AfterEach
    void close() {
        front.close();
    }

    @Test
    void T43_one_too_many_is_sent_away() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            front.origin = echo.url();
            try (var one = front.asking();
                    var two = front.asking()) {
                assertThat(one.head()).startsWith("HTTP/1.1 101");
                assertThat(two.head()).startsWith("HTTP/1.1 101");
                try (var three = front.asking()) {
                    assertThat(three.untilClosed()).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after: 1");
                }
            }
            await(() -> front.places.left.get() == 2);
        }
    }

    @Test
    void T43_silence_ends_it() throws Exception {
        front.places.idle = Duration.ofSeconds(1);
        try (var echo = ScriptedOrigin.echoing()) {
            front.origin = echo.url();
            try (var client = front.asking()) {
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
            front.origin = pouring.url();
            try (var client = front.asking()) {
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
            front.origin = slow.url();
            try (var client = front.asking()) {
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
}

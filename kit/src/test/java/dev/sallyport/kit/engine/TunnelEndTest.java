package dev.sallyport.kit.engine;

import static dev.sallyport.kit.engine.TunnelFront.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How WebSockets end: by either side, by what may not stay, and by a server that closes. */
class TunnelEndTest {
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
    void it_ends_in_front_when_it_ends_behind_and_loses_nothing() throws Exception {
        String last = "x".repeat(300_000);
        try (var leaving = new ScriptedOrigin(socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + last))) {
            front.origin = leaving.url();
            try (var client = front.asking()) {
                client.head();
                assertThat(client.untilClosed()).isEqualTo(last);
            }
            await(() -> front.noted.equals(List.of(101)) && front.places.left.get() == 2);
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
            front.origin = talking.url();
            try (var client = front.asking()) {
                client.head();
                assertThat(client.bytes(8))
                        .isEqualTo(frame("one") + frame("two").substring(0, 3));
                // A masked frame without content, after which the origin goes on.
                client.send("\u0081\u0080abcd");
                front.places.revoked = Optional.of("the token has ended");
                assertThat(client.untilClosed()).isEqualTo("wo" + "\u0088\u0015\u0003\u00f0" + "the token has ended");
            }
            assertThat(talking.end()).isEqualTo("ended");
            await(() -> front.noted.equals(List.of(101)) && front.places.left.get() == 2);
        }
    }

    @Test
    void one_that_may_not_stay_ends_within_a_frame_that_does_not_end() throws Exception {
        try (var stuck = new ScriptedOrigin(socket -> {
            ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + frame("two").substring(0, 3));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            front.origin = stuck.url();
            try (var client = front.asking()) {
                client.head();
                front.places.revoked = Optional.of("the token has ended");
                assertThat(client.untilClosed()).isEqualTo(frame("two").substring(0, 3));
            }
            await(() -> front.places.left.get() == 2);
        }
    }

    @Test
    void an_origin_that_breaks_off_is_told_as_1001() throws Exception {
        try (var breaking =
                new ScriptedOrigin(socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + frame("one")))) {
            front.origin = breaking.url();
            try (var client = front.asking()) {
                client.head();
                assertThat(client.untilClosed()).isEqualTo(frame("one") + "\u0088\u0002\u0003\u00e9");
            }
        }
        try (var polite = new ScriptedOrigin(
                socket -> ScriptedOrigin.write(socket, ScriptedOrigin.SWITCHES + "\u0088\u0002\u0003\u00e8"))) {
            front.origin = polite.url();
            try (var client = front.asking()) {
                client.head();
                assertThat(client.untilClosed()).as("its own word").isEqualTo("\u0088\u0002\u0003\u00e8");
            }
        }
    }

    @Test
    void a_server_that_closes_gives_it_half_of_its_time() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            front.origin = echo.url();
            try (var client = front.asking()) {
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

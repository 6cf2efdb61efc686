package dev.sallyport.kit.engine;

import static dev.sallyport.kit.engine.TunnelFront.HANDSHAKE;
import static dev.sallyport.kit.engine.TunnelFront.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets through the engine, over real sockets: how they are opened, and what goes through them. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class TunnelTest {
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
    void bytes_go_both_ways_after_the_handshake_of_RFC_6455() throws Exception {
        try (var echo = ScriptedOrigin.echoing()) {
            front.origin = echo.url();
            try (var client = front.asking()) {
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
                assertThat(front.noted).isEmpty();
                assertThat(front.places.left).hasValue(1);
            }
            assertThat(echo.end()).as("the client left").isNotEqualTo("null");
            await(() -> front.noted.equals(List.of(101)) && front.places.left.get() == 2);
        }
    }

    private static void assertEchoed(RawSocket client, String text) throws IOException {
        assertThat(client.send(text).bytes(text.length())).isEqualTo(text);
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
            front.origin = refusing.url();
            try (var client = front.asking()) {
                assertThat(client.untilClosed())
                        .startsWith("HTTP/1.1 " + status)
                        .containsIgnoringCase("connection: close");
            }
            assertThat(refusing.end()).isNotEqualTo("null");
            await(() -> front.noted.equals(List.of(status)) && front.places.left.get() == 2);
        }
    }

    @Test
    void T40_what_comes_before_the_origin_has_agreed_is_neither_a_request_nor_a_frame() throws Exception {
        try (var silent = new ScriptedOrigin(socket -> socket.getInputStream().readAllBytes())) {
            front.origin = silent.url();
            try (var client = front.asking()) {
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
            front.origin = plain.url();
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
}

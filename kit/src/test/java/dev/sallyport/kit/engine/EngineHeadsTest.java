package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests byte by byte: heads that could be read in two ways, and bodies that come late, too long or not at all. */
class EngineHeadsTest {
    @TempDir
    static Path folder;

    private static TestEngine ours;

    @BeforeAll
    static void open() throws Exception {
        ours = new TestEngine(folder);
    }

    @AfterAll
    static void close() {
        ours.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9112 §6.1 CL and TE           | POST /echo HTTP/1.1~Host: a~Content-Length: 5~Transfer-Encoding: chunked~~0~~             | 400
        RFC 9112 §6.1 TE and CL           | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 5~~0~~             | 400
        RFC 9112 §6.3 CL twice            | POST /echo HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 6~~12345                    | 400
        CL twice the same                 | POST /echo HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 5~~12345                    | 400
        CL as a list                      | POST /echo HTTP/1.1~Host: a~Content-Length: 5, 5~~12345                                   | 400
        RFC 9112 §6.3 CL with a sign      | POST /echo HTTP/1.1~Host: a~Content-Length: +5~~12345                                     | 400
        CL below 0                        | POST /echo HTTP/1.1~Host: a~Content-Length: -5~~12345                                     | 400
        CL as hex                         | POST /echo HTTP/1.1~Host: a~Content-Length: 0x5~~12345                                    | 400
        TE twice                          | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~    | 400
        TE identity                       | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: identity~~                                 | 400
        TE xchunked                       | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~                              | 400
        RFC 9112 §6.3 TE list             | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~                         | 400
        RFC 9112 §6.1 TE of 1.0           | POST /echo HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~                               | 400
        TE with vertical tab              | POST /echo HTTP/1.1~Host: a~Transfer-Encoding: ^chunked~~0~~                              | 400
        RFC 9112 §5 folded line           | GET /x HTTP/1.1~Host: a~X: a~ b~~                                                         | 400
        folded with a tab                 | GET /x HTTP/1.1~Host: a~X: a~>b~~                                                         | 400
        folded first                      | GET /x HTTP/1.1~ Host: a~~                                                                | 400
        folded after a blank              | ~GET /x HTTP/1.1~Host: a~ b~~                                                             | 400
        RFC 9112 §2.2 bare LF             | GET /x HTTP/1.1~Host: a<X: b~~                                                            | 400
        RFC 9112 §2.2 bare CR             | GET /x HTTP/1.1~Host: a~X: b=c~~                                                          | 400
        RFC 9112 §5 space before colon    | POST /echo HTTP/1.1~Host: a~Content-Length : 5~~12345                                     | 400
        no colon                          | GET /x HTTP/1.1~Host: a~Nonsense~~                                                        | 400
        no name                           | GET /x HTTP/1.1~Host: a~: b~~                                                             | 400
        NUL in a value                    | GET /x HTTP/1.1~Host: a~X: a@b~~                                                          | 400
        RFC 9112 §3.2 no Host             | GET /x HTTP/1.1~~                                                                         | 400
        RFC 9112 §3.2 Host twice          | GET /x HTTP/1.1~Host: a~Host: b~~                                                         | 400
        method in lower case              | get /x HTTP/1.1~Host: a~~                                                                 | 400
        dot segments                      | GET /a/../b HTTP/1.1~Host: a~~                                                            | 400
        encoded slash                     | GET /a%2fb HTTP/1.1~Host: a~~                                                             | 400
        a WebSocket without a key         | GET /x HTTP/1.1~Host: a~Connection: Upgrade~Upgrade: WebSocket~Sec-WebSocket-Version: 13~~ | 400
        a WebSocket with a short key      | GET /x HTTP/1.1~Host: a~Connection: Upgrade~Upgrade: WebSocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: YWJj~~ | 400
        unknown expectation               | GET /x HTTP/1.1~Host: a~Expect: more~~                                                    | 417
        nonsense                          | nonsense~~                                                                                | 400
        """)
    void T40_ambiguous_heads_are_refused_and_the_connection_closed(String what, String head, int status)
            throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            String bytes = head.replace("~", "\r\n")
                    .replace("<", "\n")
                    .replace("=", "\r")
                    .replace(">", "\t")
                    .replace("^", "\u000b")
                    .replace("@", "\0");
            String answer = socket.send(bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                    .untilClosed();
            assertThat(answer)
                    .startsWith(head.contains("HTTP/1.0") ? "HTTP/1.0 " + status : "HTTP/1.1 " + status)
                    .doesNotContain("smuggled");
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close", "x-request-id: id-");
        }
    }

    @Test
    void T40_a_folded_line_is_found_also_when_the_head_comes_in_pieces() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            socket.send("GET /x HTTP/1.1\r\nHost: a\r\nX: b\r\n");
            Thread.sleep(100);
            assertThat(socket.send(" c\r\n\r\n").untilClosed()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void T40_a_body_may_look_like_anything() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            String body = "\n \r\r x\n\n\tGET / HTTP/1.1\r\n\r\n";
            String post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            assertThat(socket.send(post).answer()).endsWith(body);
            assertThat(socket.send("\r\n" + post).answer()).endsWith(body);
            String chunked =
                    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\n a\r\n0\r\n\r\n";
            assertThat(socket.send(chunked + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void T43_long_heads_are_refused() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            assertThat(socket.send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 414");
        }
        try (var socket = new RawSocket(ours.place.port())) {
            assertThat(socket.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void T43_a_dripping_head_and_a_stalled_body_are_given_up() throws Exception {
        try (var head = new RawSocket(ours.place.port());
                var small = new RawSocket(ours.place.port());
                var large = new RawSocket(ours.place.port())) {
            head.send("GET / HTTP/1.1\r\nHost: ");
            small.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx");
            large.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx");
            assertThat(head.untilClosed()).doesNotContain("200 OK");
            assertThat(small.untilClosed()).doesNotContain("200 OK");
            assertThat(large.untilClosed()).doesNotContain("200 OK");
        }
    }

    @Test
    void T43_a_declared_body_over_the_limit_is_not_waited_for() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            assertThat(socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_that_nobody_reads_ends_the_connection_after_the_answer() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            assertThat(socket.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nxx")
                            .untilClosed())
                    .startsWith("HTTP/1.1 200")
                    .contains("connection: close")
                    .endsWith("ignored");
        }
    }

    @Test
    void a_body_is_called_for_only_when_it_is_read() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 100");
            assertThat(socket.send("ok").answer()).startsWith("HTTP/1.1 200").endsWith("ok");
        }
        try (var socket = new RawSocket(ours.place.port())) {
            socket.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void connections_are_kept_and_requests_may_be_sent_ahead() throws Exception {
        try (var socket = new RawSocket(ours.place.port())) {
            String get = "GET /n HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.send(get + get + get);
            for (int i = 0; i < 3; i++) {
                assertThat(socket.answer()).startsWith("HTTP/1.1 200").endsWith("GET /n?");
            }
        }
    }
}

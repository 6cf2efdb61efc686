package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in chunks that two servers in a row could read differently, taken here and handed on. */
class ChunksTest {
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);
    private static HttpEngine engine;
    private static HttpEngine.Listening place;
    private static HttpEngine.Listening front;

    @BeforeAll
    static void listen() throws Exception {
        engine = new HttpEngine(() -> "id");
        place = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, ChunksTest::echo);
        URI origin = URI.create("http://127.0.0.1:" + place.port());
        front = engine.listen(
                new HttpEngine.Listen("127.0.0.1", 0),
                LIMITS,
                request -> Response.forward(ResponseBody.Forward.to(origin, request)));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Response echo(Request request) {
        try {
            return Response.of(200).body(request.body().stream().readAllBytes());
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no number               | zz~abc~0~~
        nothing                 | ~abc~0~~
        below 0                 | -3~abc~0~~
        a sign                  | +3~abc~0~~
        a prefix                | 0x3~abc~0~~
        a space before          | ' 3~abc~0~~'
        a tab before            | '>3~abc~0~~'
        two numbers             | 3 3~abc~0~~
        too large               | 80000000~abc~0~~
        far too large           | fffffffffffffffff~abc~0~~
        around the corner       | 10000000000000003~abc~0~~
        line end of LF          | 3<abc~0~~
        last line end of LF     | 3~abc~0<<
        line end of CR          | 3=abc~0~~
        data without a line end | 3~abcd~0~~
        data ended by LF        | 3~abc<0~~
        NUL                     | 3@~abc~0~~
        LF in an extension      | 3;a<b~abc~0~~
        a quoted CR LF          | 3;a="~b"~abc~0~~
        a folded trailer        | 3~abc~0~X: a~ b~~
        a bare LF in a trailer  | 3~abc~0~X: a<Y: b~~
        """)
    // RFC 9112 §7.1: a size is hex digits and nothing else, every line ends with CR LF, and data are as long as was
    // said.
    void T40_chunks_that_could_be_read_in_two_ways_are_not_taken(String what, String body) throws Exception {
        String bytes = body.replace("~", "\r\n")
                .replace("<", "\n")
                .replace("=", "\r")
                .replace(">", "\t")
                .replace("@", "\0");
        for (var where : new HttpEngine.Listening[] {place, front}) {
            try (var socket = new RawSocket(where.port())) {
                String answer = socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + bytes + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                        .untilClosed();
                assertThat(answer).as(what).doesNotContain("HTTP/1.1 200", "HTTP/1.1 500", "smuggled");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plain             | 3~abc~2~de~0~~            | abcde
        leading zeroes    | 0003~abc~0~~              | abc
        upper case        | A~0123456789~00~~         | 0123456789
        an extension      | 3;a=b~abc~0;c~~           | abc
        a trailer         | 3~abc~0~X: y~~            | abc
        line ends as data | 6~a~b~~0~~                | 'a~b~'
        """)
    void chunks_as_they_should_be_are_taken_and_the_connection_is_kept(String what, String body, String echoed)
            throws Exception {
        for (var where : new HttpEngine.Listening[] {place, front}) {
            try (var socket = new RawSocket(where.port())) {
                for (int i = 0; i < 2; i++) {
                    String answer = socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + body.replace("~", "\r\n"))
                            .answer();
                    assertThat(answer).as(what).startsWith("HTTP/1.1 200").endsWith(echoed.replace("~", "\r\n"));
                }
            }
        }
    }
}

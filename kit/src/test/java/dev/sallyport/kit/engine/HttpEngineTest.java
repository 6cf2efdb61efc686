package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEngineTest {
    private static final AtomicInteger IDS = new AtomicInteger();
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);
    private static HttpEngine engine;
    private static HttpEngine.Listening place;
    private static HttpEngine.Listening front;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static volatile CountDownLatch held = new CountDownLatch(0);
    private static volatile CountDownLatch entered = new CountDownLatch(1);

    @BeforeAll
    static void listen() throws Exception {
        engine = new HttpEngine(() -> "id-" + IDS.incrementAndGet());
        place = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, HttpEngineTest::handle);
        front = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, HttpEngineTest::forward);
        Files.writeString(folder.resolve("file"), "0123456789");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Response forward(Request request) {
        int port = request.path().startsWith("/nowhere") ? 1 : place.port();
        return Response.forward(ResponseBody.Forward.to(URI.create("http://127.0.0.1:" + port), request))
                .header("x-front", "set")
                .header("x-origin", "replaced");
    }

    private static Response handle(Request request) {
        try {
            return switch (request.path()) {
                case "/echo" -> Response.of(200).body(request.body().stream().readAllBytes());
                case "/ignore" -> Response.text(200, "text/plain", "ignored");
                case "/small" -> Response.of(200).body(request.body().bytes(10));
                case "/stream" ->
                    Response.of(200)
                            .body(new ResponseBody.Stream(
                                    new ByteArrayInputStream(new byte[300_000]), OptionalLong.empty()));
                case "/file" -> Response.of(200).body(new ResponseBody.FilePart(folder.resolve("file"), 2, 5));
                case "/missing-file" -> Response.of(200).body(new ResponseBody.FilePart(folder.resolve("no"), 0, 5));
                case "/bug" -> throw new IllegalStateException("a bug");
                case "/deep" -> Response.of(200 + deep(1));
                case "/hold" -> {
                    entered.countDown();
                    held.await();
                    yield Response.text(200, "text/plain", "held");
                }
                case "/nothing" -> Response.of(204);
                default ->
                    Response.text(200, "text/plain", request.method() + " " + request.path() + "?" + request.query())
                            .header("x-origin", "origin")
                            .header("x-sent", request.headers().first("x-sent").orElse(""));
            };
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.of(500);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    private static HttpRequest.Builder to(HttpEngine.Listening where, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where.port() + path));
    }

    private static HttpResponse<String> get(HttpEngine.Listening where, String path) throws Exception {
        return CLIENT.send(to(where, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpEngine.Listening where, String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return CLIENT.send(to(where, path).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_request_becomes_a_call_and_its_response_an_answer() throws Exception {
        HttpResponse<String> response = get(place, "/a%20b?c=d");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("GET /a b?c=d");
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
    }

    @Test
    void bodies_small_and_large_declared_and_chunked_arrive() throws Exception {
        for (int size : new int[] {0, 1, 60_000, 70_000, 900_000}) {
            byte[] bytes = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
            assertThat(post(place, "/echo", HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .body())
                    .hasSize(size);
            var chunked = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
            assertThat(post(place, "/echo", chunked).body()).hasSize(size);
            assertThat(post(front, "/echo", HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .body())
                    .hasSize(size);
            assertThat(post(front, "/echo", chunked).body()).hasSize(size);
        }
    }

    @Test
    void streams_and_parts_of_files_are_sent() throws Exception {
        assertThat(get(place, "/stream").body()).hasSize(300_000);
        assertThat(get(front, "/stream").body()).hasSize(300_000);
        assertThat(get(place, "/file").body()).isEqualTo("23456");
        assertThat(get(front, "/file").body()).isEqualTo("23456");
        assertThat(get(place, "/nothing").statusCode()).isEqualTo(204);
    }

    // RFC 9112 §4: the head of an answer is its version, its status and its fields, and nothing else.
    @Test
    void head_has_the_length_and_no_body() throws Exception {
        for (HttpEngine.Listening where : new HttpEngine.Listening[] {place, front}) {
            try (var socket = new RawSocket(where.port())) {
                String head = socket.send("HEAD /ignore HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .untilClosed();
                assertThat(head)
                        .startsWith("HTTP/1.1 200")
                        .contains("content-length: 7")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void a_bug_is_answered_with_500_and_the_id() throws Exception {
        for (String path : new String[] {"/bug", "/deep", "/missing-file"}) {
            HttpResponse<String> response = get(place, path);
            assertThat(response.statusCode()).as(path).isEqualTo(500);
            assertThat(response.body()).contains("/problems/internal").doesNotContain("a bug");
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
        }
    }

    @Test
    void forwarding_overlays_headers_and_answers_for_an_origin_that_is_gone() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                to(front, "/a%20b?c").header("x-sent", "yes").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("GET /a b?c");
        assertThat(response.headers().firstValue("x-front")).contains("set");
        assertThat(response.headers().allValues("x-origin")).containsExactly("replaced");
        assertThat(response.headers().allValues("x-sent")).containsExactly("yes");
        HttpResponse<String> gone = get(front, "/nowhere");
        assertThat(gone.statusCode()).isEqualTo(502);
        assertThat(gone.headers().firstValue("x-front")).contains("set");
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
        try (var socket = new RawSocket(place.port())) {
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
            assertThat(answer.toLowerCase(java.util.Locale.ROOT)).contains("connection: close", "x-request-id: id-");
        }
    }

    @Test
    void T40_a_folded_line_is_found_also_when_the_head_comes_in_pieces() throws Exception {
        try (var socket = new RawSocket(place.port())) {
            socket.send("GET /x HTTP/1.1\r\nHost: a\r\nX: b\r\n");
            Thread.sleep(100);
            assertThat(socket.send(" c\r\n\r\n").untilClosed()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void T40_a_body_may_look_like_anything() throws Exception {
        try (var socket = new RawSocket(place.port())) {
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
        try (var socket = new RawSocket(place.port())) {
            assertThat(socket.send("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 414");
        }
        try (var socket = new RawSocket(place.port())) {
            assertThat(socket.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void T43_a_dripping_head_and_a_stalled_body_are_given_up() throws Exception {
        try (var head = new RawSocket(place.port());
                var small = new RawSocket(place.port());
                var large = new RawSocket(place.port())) {
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
        try (var socket = new RawSocket(place.port())) {
            assertThat(socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n")
                            .untilClosed())
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_that_nobody_reads_ends_the_connection_after_the_answer() throws Exception {
        try (var socket = new RawSocket(place.port())) {
            assertThat(socket.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nxx")
                            .untilClosed())
                    .startsWith("HTTP/1.1 200")
                    .contains("connection: close")
                    .endsWith("ignored");
        }
    }

    @Test
    void a_body_is_called_for_only_when_it_is_read() throws Exception {
        try (var socket = new RawSocket(place.port())) {
            socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 100");
            assertThat(socket.send("ok").answer()).startsWith("HTTP/1.1 200").endsWith("ok");
        }
        try (var socket = new RawSocket(place.port())) {
            socket.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(socket.answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void connections_are_kept_and_requests_may_be_sent_ahead() throws Exception {
        try (var socket = new RawSocket(place.port())) {
            String get = "GET /n HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.send(get + get + get);
            for (int i = 0; i < 3; i++) {
                assertThat(socket.answer()).startsWith("HTTP/1.1 200").endsWith("GET /n?");
            }
        }
    }

    @Test
    void T43_requests_and_connections_over_the_limit_are_refused() throws Exception {
        var narrow = new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(20), 2, 1);
        try (var own = new HttpEngine(() -> "id");
                var there = own.listen(new HttpEngine.Listen("127.0.0.1", 0), narrow, HttpEngineTest::handle)) {
            hold();
            CompletableFuture<HttpResponse<String>> first =
                    CLIENT.sendAsync(to(there, "/hold").build(), HttpResponse.BodyHandlers.ofString());
            entered.await();
            try (var second = new RawSocket(there.port())) {
                String refused =
                        second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
                assertThat(refused).startsWith("HTTP/1.1 503").contains("retry-after: 1");
                try (var third = new RawSocket(there.port())) {
                    assertThat(third.untilClosed()).isEmpty();
                }
            }
            held.countDown();
            assertThat(first.join().body()).isEqualTo("held");
        }
    }

    @Test
    void a_stop_lets_running_requests_finish_and_takes_no_new_ones() throws Exception {
        try (var own = new HttpEngine(() -> "id")) {
            var there = own.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, HttpEngineTest::handle);
            int port = there.port();
            hold();
            CompletableFuture<HttpResponse<String>> running =
                    CLIENT.sendAsync(to(there, "/hold").build(), HttpResponse.BodyHandlers.ofString());
            entered.await();
            var stop = CompletableFuture.runAsync(() -> there.drain(Duration.ofSeconds(15)));
            Thread.sleep(300);
            assertThat(stop).isNotDone();
            assertThatThrownBy(() -> {
                        try (var late = new RawSocket(port)) {
                            assertThat(late.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                                            .answer())
                                    .startsWith("HTTP/1.1 503");
                            throw new IOException("refused politely");
                        }
                    })
                    .isInstanceOf(IOException.class);
            held.countDown();
            assertThat(running.get().body()).isEqualTo("held");
            stop.get();
        }
    }

    @Test
    void a_taken_port_is_named() {
        var same = new HttpEngine.Listen("127.0.0.1", place.port());
        assertThatThrownBy(() -> engine.listen(same, LIMITS, HttpEngineTest::handle))
                .isInstanceOf(HttpEngine.PortTaken.class)
                .hasMessageContaining("127.0.0.1:" + place.port());
    }

    @Test
    void handlers_run_beside_each_other() throws Exception {
        hold();
        var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 20; i++) {
            all.add(CLIENT.sendAsync(to(place, "/hold").build(), HttpResponse.BodyHandlers.ofString()));
        }
        entered.await();
        assertThat(get(place, "/ignore").body()).isEqualTo("ignored");
        held.countDown();
        for (var one : all) {
            assertThat(one.get().body()).isEqualTo("held");
        }
    }

    private static void hold() {
        held = new CountDownLatch(1);
        entered = new CountDownLatch(1);
    }
}

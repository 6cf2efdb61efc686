package dev.sallyport.kit.engine;

import static dev.sallyport.kit.engine.TestEngine.CLIENT;
import static dev.sallyport.kit.engine.TestEngine.LIMITS;
import static dev.sallyport.kit.engine.TestEngine.get;
import static dev.sallyport.kit.engine.TestEngine.post;
import static dev.sallyport.kit.engine.TestEngine.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine over real sockets: calls and answers, forwarding, limits, and how it stops. */
class HttpEngineTest {
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

    @Test
    void a_request_becomes_a_call_and_its_response_an_answer() throws Exception {
        HttpResponse<String> response = get(ours.place, "/a%20b?c=d");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("GET /a b?c=d");
        assertThat(response.headers().firstValue("x-request-id"))
                .hasValueSatisfying(id -> assertThat(id).startsWith("id-"));
    }

    @Test
    void bodies_small_and_large_declared_and_chunked_arrive() throws Exception {
        for (int size : new int[] {0, 1, 60_000, 70_000, 900_000}) {
            byte[] bytes = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
            assertThat(post(ours.place, "/echo", HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .body())
                    .hasSize(size);
            var chunked = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
            assertThat(post(ours.place, "/echo", chunked).body()).hasSize(size);
            assertThat(post(ours.front, "/echo", HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .body())
                    .hasSize(size);
            assertThat(post(ours.front, "/echo", chunked).body()).hasSize(size);
        }
    }

    @Test
    void streams_and_parts_of_files_are_sent() throws Exception {
        assertThat(get(ours.place, "/stream").body()).hasSize(300_000);
        assertThat(get(ours.front, "/stream").body()).hasSize(300_000);
        assertThat(get(ours.place, "/file").body()).isEqualTo("23456");
        assertThat(get(ours.front, "/file").body()).isEqualTo("23456");
        assertThat(get(ours.place, "/nothing").statusCode()).isEqualTo(204);
    }

    // RFC 9112 §4: the head of an answer is its version, its status and its fields, and nothing else.
    @Test
    void head_has_the_length_and_no_body() throws Exception {
        for (HttpEngine.Listening where : new HttpEngine.Listening[] {ours.place, ours.front}) {
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
            HttpResponse<String> response = get(ours.place, path);
            assertThat(response.statusCode()).as(path).isEqualTo(500);
            assertThat(response.body()).contains("/problems/internal").doesNotContain("a bug");
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
        }
    }

    @Test
    void forwarding_overlays_headers_and_answers_for_an_origin_that_is_gone() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                to(ours.front, "/a%20b?c").header("x-sent", "yes").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("GET /a b?c");
        assertThat(response.headers().firstValue("x-front")).contains("set");
        assertThat(response.headers().allValues("x-origin")).containsExactly("replaced");
        assertThat(response.headers().allValues("x-sent")).containsExactly("yes");
        HttpResponse<String> gone = get(ours.front, "/nowhere");
        assertThat(gone.statusCode()).isEqualTo(502);
        assertThat(gone.headers().firstValue("x-front")).contains("set");
    }

    @Test
    void T43_requests_and_connections_over_the_limit_are_refused() throws Exception {
        var narrow = new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(20), 2, 1);
        try (var own = new HttpEngine(() -> "id");
                var there = own.listen(new HttpEngine.Listen("127.0.0.1", 0), narrow, ours::handle)) {
            ours.hold();
            CompletableFuture<HttpResponse<String>> first =
                    CLIENT.sendAsync(to(there, "/hold").build(), HttpResponse.BodyHandlers.ofString());
            ours.entered.await();
            try (var second = new RawSocket(there.port())) {
                String refused =
                        second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
                assertThat(refused).startsWith("HTTP/1.1 503").contains("retry-after: 1");
                try (var third = new RawSocket(there.port())) {
                    assertThat(third.untilClosed()).isEmpty();
                }
            }
            ours.held.countDown();
            assertThat(first.join().body()).isEqualTo("held");
        }
    }

    @Test
    void a_stop_lets_running_requests_finish_and_takes_no_new_ones() throws Exception {
        try (var own = new HttpEngine(() -> "id")) {
            var there = own.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, ours::handle);
            int port = there.port();
            ours.hold();
            CompletableFuture<HttpResponse<String>> running =
                    CLIENT.sendAsync(to(there, "/hold").build(), HttpResponse.BodyHandlers.ofString());
            ours.entered.await();
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
            ours.held.countDown();
            assertThat(running.get().body()).isEqualTo("held");
            stop.get();
        }
    }

    @Test
    void a_closed_engine_gives_its_port_back_and_may_be_closed_again() throws Exception {
        var first = new HttpEngine(() -> "id");
        int port = first.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, ours::handle)
                .port();
        first.close();
        first.close();
        try (var second = new HttpEngine(() -> "id");
                var there = second.listen(new HttpEngine.Listen("127.0.0.1", port), LIMITS, ours::handle)) {
            assertThat(get(there, "/small").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_taken_port_is_named() {
        var same = new HttpEngine.Listen("127.0.0.1", ours.place.port());
        assertThatThrownBy(() -> ours.engine.listen(same, LIMITS, ours::handle))
                .isInstanceOf(HttpEngine.PortTaken.class)
                .hasMessageContaining("127.0.0.1:" + ours.place.port());
    }

    @Test
    void handlers_run_beside_each_other() throws Exception {
        ours.hold();
        var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 20; i++) {
            all.add(CLIENT.sendAsync(to(ours.place, "/hold").build(), HttpResponse.BodyHandlers.ofString()));
        }
        ours.entered.await();
        assertThat(get(ours.place, "/ignore").body()).isEqualTo("ignored");
        ours.held.countDown();
        for (var one : all) {
            assertThat(one.get().body()).isEqualTo("held");
        }
    }
}

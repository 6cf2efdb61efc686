package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes that keep answers, over real sockets: what the origin is asked, and what clients get. */
class CacheTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T08:00:00Z"));
    private final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Function<Request, Response> origin = request -> Response.of(404);
    private Street behind;
    private Street street;

    @BeforeEach
    void open() throws Exception {
        behind = Street.behind(request -> {
            asked.add(request);
            return origin.apply(request);
        });
        String to = "to: ['" + behind.url() + "']";
        street = Street.open(new TestGates()
                .measuredBy(meters)
                .at(now::get)
                .route("{path: /open/**, methods: [GET], require: none, cache: true, " + to + "}")
                .route("{path: /open/**, methods: [POST, PUT, DELETE], require: none, " + to + "}")
                .route("{path: /small/**, require: none, cache: {max_size: 65536, max_body: 1024}, " + to + "}")
                .route("{path: /text/**, require: none, cache: true, compress: true, csp: origin, headers: {response:"
                        + " {set: {X-Route: text}}}, " + to + "}")
                .route("{path: /locked/**, require: {scope: orders}, cache: true, " + to + "}")
                .open());
    }

    @AfterEach
    void close() {
        street.close();
        behind.close();
        client.close();
    }

    private static Response answer(String cacheControl, String text) {
        return Response.text(200, "text/plain", text).header("cache-control", cacheControl);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(street.url().resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String status(HttpResponse<String> response) {
        return response.headers().firstValue("cache-status").orElse("");
    }

    private double counted(String route, String outcome) {
        return meters.get("sallyport.gateway.cache")
                .tag("route", route)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void what_may_be_kept_is_asked_once() throws Exception {
        origin = request -> answer("max-age=60", "one").header("etag", "\"a\"").header("x-of", "origin");
        HttpResponse<String> first = get("/open/a?x=1");
        assertThat(first.body()).isEqualTo("one");
        assertThat(status(first)).as("RFC 9211 §2").isEqualTo("Sallyport; fwd=uri-miss; stored");
        now.set(now.get().plusSeconds(20));
        HttpResponse<String> second = get("/open/a?x=1");
        assertThat(second.body()).isEqualTo("one");
        assertThat(second.headers().firstValue("age")).as("RFC 9111 §5.1").contains("20");
        assertThat(status(second)).as("RFC 9211 §2").isEqualTo("Sallyport; hit; ttl=40");
        assertThat(second.headers().firstValue("x-of")).contains("origin");
        assertThat(second.headers().firstValue("cache-control")).contains("max-age=60");
        assertThat(second.headers().firstValue("x-request-id"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("x-request-id"));
        HttpResponse<String> head = send("HEAD", "/open/a?x=1");
        assertThat(head.headers().firstValue("content-length")).contains("3");
        assertThat(asked).hasSize(1);
        get("/open/a?x=2");
        assertThat(asked).as("another address").hasSize(2);
        assertThat(counted("GET /open/**", "hit")).isEqualTo(2);
        assertThat(counted("GET /open/**", "miss")).isEqualTo(2);
        assertThat(meters.get("sallyport.gateway.cache.bytes")
                        .tag("route", "GET /open/**")
                        .gauge()
                        .value())
                .isGreaterThan(1_000);
    }

    @Test
    void a_client_that_has_it_is_told_so() throws Exception {
        origin = request -> answer("max-age=60", "one")
                .header("etag", "\"a\"")
                .header("last-modified", "Thu, 26 Nov 2026 07:00:00 GMT");
        get("/open/a");
        HttpResponse<String> same = get("/open/a", "if-none-match", "W/\"a\", \"z\"");
        assertThat(same.statusCode()).as("RFC 9111 §4.3.2").isEqualTo(304);
        assertThat(same.headers().firstValue("etag")).as("RFC 9110 §15.4.5").contains("\"a\"");
        assertThat(same.headers().firstValue("cache-control")).contains("max-age=60");
        assertThat(same.headers().firstValue("content-type")).isEmpty();
        assertThat(get("/open/a", "if-none-match", "\"b\"").statusCode()).isEqualTo(200);
        assertThat(get("/open/a", "if-modified-since", "Thu, 26 Nov 2026 07:00:00 GMT")
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/open/a", "if-modified-since", "Thu, 26 Nov 2026 06:59:59 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(asked).hasSize(1);
    }

    @Test
    void what_is_stale_is_asked_about_and_a_304_makes_it_fresh() throws Exception {
        origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("etag", "\"a\"").header("cache-control", "max-age=30")
                : answer("max-age=60", "one").header("etag", "\"a\"");
        get("/open/a");
        now.set(now.get().plusSeconds(61));
        HttpResponse<String> validated = get("/open/a");
        assertThat(validated.statusCode()).isEqualTo(200);
        assertThat(validated.body()).isEqualTo("one");
        assertThat(status(validated)).isEqualTo("Sallyport; hit; fwd=stale; fwd-status=304; ttl=30");
        assertThat(asked.stream().map(r -> r.headers().first("if-none-match").orElse("-")))
                .as("RFC 9111 §4.3.1")
                .containsExactly("-", "\"a\"");
        now.set(now.get().plusSeconds(29));
        assertThat(status(get("/open/a"))).isEqualTo("Sallyport; hit; ttl=1");
        assertThat(asked).hasSize(2);
        now.set(now.get().plusSeconds(1));
        assertThat(get("/open/a", "if-none-match", "\"a\"").statusCode())
                .as("asked about by ours")
                .isEqualTo(304);
        origin = request -> answer("max-age=60", "two").header("etag", "\"b\"");
        now.set(now.get().plusSeconds(31));
        assertThat(get("/open/a").body()).isEqualTo("two");
        assertThat(get("/open/a").body()).isEqualTo("two");
        assertThat(asked).hasSize(4);
    }

    @Test
    void a_304_to_what_the_client_has_says_nothing_of_what_is_kept() throws Exception {
        origin = request -> answer("max-age=60", "old");
        get("/open/a");
        now.set(now.get().plusSeconds(61));
        origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("cache-control", "max-age=60")
                : answer("max-age=60", "new");
        assertThat(get("/open/a", "if-none-match", "\"new\"").statusCode()).isEqualTo(304);
        assertThat(get("/open/a").body()).isEqualTo("new");
    }

    @Test
    void a_304_that_forbids_to_keep_it_is_answered_with_it_once() throws Exception {
        origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("cache-control", "no-store")
                : answer("max-age=60", "one").header("etag", "\"a\"");
        get("/open/a");
        now.set(now.get().plusSeconds(61));
        HttpResponse<String> last = get("/open/a");
        assertThat(last.statusCode() + last.body()).isEqualTo("200one");
        get("/open/a");
        assertThat(asked.stream().map(r -> r.headers().has("if-none-match"))).containsExactly(false, true, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST   | 201 | 2
        DELETE | 204 | 2
        PUT    | 303 | 2
        PUT    | 409 | 1
        DELETE | 500 | 1
        """)
    void RFC_9111_4_4_who_changes_it_ends_it_by_another_route_too(String method, int answered, int gets)
            throws Exception {
        origin = request -> request.method().equals("GET") ? answer("max-age=60", "one") : Response.of(answered);
        get("/open/a");
        send(method, "/open/a");
        get("/open/a");
        assertThat(asked.stream().filter(r -> r.method().equals("GET")))
                .as("RFC 9111 §4.4")
                .hasSize(gets);
    }

    @Test
    void RFC_9111_4_4_what_was_asked_before_a_change_is_not_kept_after_it() throws Exception {
        var arrived = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        origin = request -> {
            if (!request.method().equals("GET")) {
                return Response.of(204);
            }
            arrived.countDown();
            await(changed);
            return answer("max-age=60", "old");
        };
        CompletableFuture<HttpResponse<String>> old = getAsync("/open/a");
        await(arrived);
        send("PUT", "/open/a");
        changed.countDown();
        assertThat(old.join().body()).isEqualTo("old");
        origin = request -> answer("max-age=60", "new");
        assertThat(get("/open/a").body()).as("RFC 9111 §4.4").isEqualTo("new");
    }

    private CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(street.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void of_many_who_ask_at_once_one_asks_the_origin() throws Exception {
        var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        origin = request -> {
            pause(500);
            return answer("max-age=60", "one");
        };
        for (int i = 0; i < 20; i++) {
            all.add(getAsync("/open/a"));
        }
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("one"));
        assertThat(asked).hasSize(1);
        assertThat(all.stream().map(one -> status(one.join())).distinct())
                .containsExactlyInAnyOrder("Sallyport; fwd=uri-miss; stored", "Sallyport; hit; collapsed; ttl=60");
    }

    @Test
    void nobody_waits_for_what_may_not_be_kept() throws Exception {
        origin = request -> {
            pause(300);
            return answer("no-store", "mine");
        };
        get("/open/a");
        long begun = System.nanoTime();
        var all = List.of(getAsync("/open/a"), getAsync("/open/a"), getAsync("/open/a"), getAsync("/open/a"));
        all.forEach(CompletableFuture::join);
        assertThat((System.nanoTime() - begun) / 1_000_000)
                .as("ms, one after the other 1200")
                .isLessThan(1_000);
        assertThat(asked).hasSize(5);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void RFC_5861_3_others_get_what_is_stale_while_one_asks() throws Exception {
        origin = request -> answer("max-age=60, stale-while-revalidate=30", "old");
        get("/open/a");
        now.set(now.get().plusSeconds(70));
        var arrived = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        origin = request -> {
            arrived.countDown();
            await(go);
            return answer("max-age=60", "new");
        };
        CompletableFuture<HttpResponse<String>> asking = getAsync("/open/a");
        await(arrived);
        HttpResponse<String> meanwhile = get("/open/a");
        assertThat(meanwhile.body()).as("RFC 5861 §3").isEqualTo("old");
        assertThat(status(meanwhile)).isEqualTo("Sallyport; hit; ttl=-10; detail=revalidating");
        go.countDown();
        assertThat(asking.join().body()).isEqualTo("new");
        assertThat(get("/open/a").body()).isEqualTo("new");
    }

    @Test
    void RFC_5861_4_what_is_stale_stands_in_for_an_origin_that_fails() throws Exception {
        origin = request -> answer("max-age=60, stale-if-error=60", "old");
        get("/open/a");
        now.set(now.get().plusSeconds(70));
        origin = request -> Response.text(503, "text/plain", "sick");
        HttpResponse<String> stale = get("/open/a");
        assertThat(stale.statusCode() + stale.body()).as("RFC 5861 §4").isEqualTo("200old");
        assertThat(status(stale)).isEqualTo("Sallyport; hit; ttl=-10; detail=origin-failed");
        var all = List.of(getAsync("/open/a"), getAsync("/open/a"), getAsync("/open/a"), getAsync("/open/a"));
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("old"));
        behind.close();
        assertThat(get("/open/a").body()).as("no connection").isEqualTo("old");
        now.set(now.get().plusSeconds(60));
        assertThat(get("/open/a").statusCode()).isEqualTo(502);
    }

    @Test
    void RFC_9111_3_5_behind_a_lock_only_what_is_public_is_kept_and_only_for_who_opens_it() throws Exception {
        origin = request -> answer(
                "max-age=60", "of " + request.headers().first("authorization").orElse("nobody"));
        get("/locked/a", "authorization", "Bearer good");
        get("/locked/a", "authorization", "Bearer good");
        assertThat(asked).as("RFC 9111 §3.5").hasSize(2);
        origin = request -> answer("max-age=60, public", "for all");
        get("/locked/b", "authorization", "Bearer good");
        assertThat(status(get("/locked/b", "authorization", "Bearer good"))).startsWith("Sallyport; hit");
        assertThat(get("/locked/b").statusCode()).isEqualTo(401);
        assertThat(get("/locked/b", "authorization", "Bearer poor").statusCode())
                .isEqualTo(403);
        assertThat(asked).hasSize(3);
    }

    @Test
    void a_credential_at_an_open_door_neither_gets_nor_spoils_what_others_get() throws Exception {
        origin = request -> answer(
                request.headers().has("authorization") ? "private" : "max-age=60",
                request.headers().has("authorization") ? "mine" : "all's");
        get("/open/a");
        assertThat(get("/open/a", "authorization", "Basic eA==").body()).isEqualTo("mine");
        assertThat(get("/open/a").body()).isEqualTo("all's");
        assertThat(status(get("/open/a"))).startsWith("Sallyport; hit");
        assertThat(asked).hasSize(2);
    }

    @Test
    void RFC_9111_4_1_answers_that_vary_are_kept_beside_one_another() throws Exception {
        origin = request -> answer(
                        "max-age=60", request.headers().first("accept-language").orElse("-"))
                .header("vary", "Accept-Language");
        for (int i = 0; i < 2; i++) {
            assertThat(get("/open/a", "accept-language", "de").body()).isEqualTo("de");
            assertThat(get("/open/a", "accept-language", "en").body())
                    .as("RFC 9111 §4.1")
                    .isEqualTo("en");
        }
        assertThat(asked).hasSize(2);
        assertThat(status(get("/open/a", "accept-language", "fr"))).isEqualTo("Sallyport; fwd=vary-miss; stored");
    }

    @Test
    void T43_what_is_too_long_goes_by_and_the_whole_has_a_bound() throws Exception {
        String much = "x".repeat(1_025);
        origin = request -> answer("max-age=60", request.path().endsWith("long") ? much : "x".repeat(1_024));
        assertThat(get("/small/long").body()).isEqualTo(much);
        assertThat(status(get("/small/long"))).isEqualTo("Sallyport; fwd=uri-miss");
        for (int i = 0; i < 200; i++) {
            get("/small/" + i);
        }
        assertThat(meters.get("sallyport.gateway.cache.bytes")
                        .tag("route", "/small/**")
                        .gauge()
                        .value())
                .isBetween(20_000.0, 65_536.0);
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            // Asked so, nothing takes the place of what is kept.
            kept += get("/small/" + i, "cache-control", "only-if-cached").statusCode() == 200 ? 1 : 0;
        }
        assertThat(kept).as("of some 40 that there is room for").isBetween(15, 45);
    }

    @Test
    void T43_a_stream_that_says_no_length_is_kept_up_to_the_bound() throws Exception {
        origin = request -> new Response(
                200,
                answer("max-age=60", "").headers().without("content-length"),
                new dev.sallyport.kit.http.ResponseBody.Stream(
                        new java.io.ByteArrayInputStream(new byte[request.path().endsWith("long") ? 100_000 : 900]),
                        java.util.OptionalLong.empty()));
        assertThat(get("/small/long").body()).hasSize(100_000);
        assertThat(get("/small/long").body()).hasSize(100_000);
        assertThat(get("/small/short").body()).hasSize(900);
        assertThat(get("/small/short").body()).hasSize(900);
        assertThat(asked).hasSize(3);
    }

    @Test
    void the_route_has_its_say_over_what_was_kept() throws Exception {
        String text = "compressible ".repeat(200);
        origin = request -> answer("max-age=60", text).header("etag", "\"a\"");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> plain = get("/text/a");
            assertThat(plain.body()).isEqualTo(text);
            assertThat(plain.headers().firstValue("x-route")).contains("text");
            assertThat(plain.headers().firstValue("content-security-policy")).isEmpty();
            assertThat(plain.headers().firstValue("x-content-type-options")).contains("nosniff");
            HttpResponse<String> coded = get("/text/a", "accept-encoding", "gzip");
            assertThat(coded.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(coded.headers().firstValue("etag")).contains("W/\"a\"");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_part_and_a_condition_of_writing_go_by() throws Exception {
        origin = request -> answer("max-age=60", "one");
        get("/open/a");
        get("/open/a", "range", "bytes=0-1");
        get("/open/a", "if-match", "\"a\"");
        client.send(
                HttpRequest.newBuilder(street.url().resolve("/open/a"))
                        .method("GET", HttpRequest.BodyPublishers.ofString("another"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(asked).hasSize(4);
        assertThat(counted("GET /open/**", "bypass")).isEqualTo(3);
        assertThat(get("/open/none", "cache-control", "only-if-cached").statusCode())
                .as("RFC 9111 §5.2.1.7")
                .isEqualTo(504);
        get("/open/b", "cache-control", "no-store");
        get("/open/b");
        assertThat(asked).as("RFC 9111 §5.2.1.5").hasSize(6);
    }

    @Test
    void T45_a_field_with_a_control_character_is_neither_kept_nor_in_the_way() throws Exception {
        try (var odd = new RawOrigin(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: max-age=60\r\nX-A: a\u0001b\r\n\r\nok");
                var one = Street.open(new TestGates()
                        .route("{path: /a, require: none, cache: true, to: ['" + odd.url() + "']}")
                        .open());
                var same = Street.open(new TestGates()
                        .route("{path: /a, require: none, to: ['" + odd.url() + "']}")
                        .open())) {
            for (int i = 0; i < 2; i++) {
                var kept = client.send(
                        HttpRequest.newBuilder(one.url().resolve("/a")).build(), HttpResponse.BodyHandlers.ofString());
                var plain = client.send(
                        HttpRequest.newBuilder(same.url().resolve("/a")).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(kept.statusCode()).isEqualTo(plain.statusCode());
                assertThat(kept.body()).isEqualTo(plain.body());
                assertThat(kept.headers().firstValue("cache-status").orElse("")).doesNotContain("hit");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        yes
        {size: 1}
        {max_size: 65535}
        {max_size: big}
        {max_body: 1023}
        {max_size: 65536, max_body: 65537}
        """)
    void a_cache_has_bounds(String cache) {
        assertThatThrownBy(() ->
                        TestGates.read("{path: /a, require: none, to: ['http://10.0.0.5:9000'], cache: " + cache + "}"))
                .hasMessageContaining("cache");
    }
}

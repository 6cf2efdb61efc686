package dev.sallyport.gateway;

import static dev.sallyport.gateway.CachingStreet.answer;
import static dev.sallyport.gateway.CachingStreet.await;
import static dev.sallyport.gateway.CachingStreet.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Response;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an answer is kept: asked about when it is stale, ended by a change, used beyond its time where the origin allows it. */
class CacheFreshnessTest {
    private CachingStreet street;

    @BeforeEach
    void open() throws Exception {
        street = new CachingStreet();
    }

    @AfterEach
    void close() {
        street.close();
    }

    @Test
    void what_is_stale_is_asked_about_and_a_304_makes_it_fresh() throws Exception {
        street.origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("etag", "\"a\"").header("cache-control", "max-age=30")
                : answer("max-age=60", "one").header("etag", "\"a\"");
        street.get("/open/a");
        street.pass(61);
        HttpResponse<String> validated = street.get("/open/a");
        assertThat(validated.statusCode()).isEqualTo(200);
        assertThat(validated.body()).isEqualTo("one");
        assertThat(status(validated)).isEqualTo("Sallyport; hit; fwd=stale; fwd-status=304; ttl=30");
        assertThat(street.asked.stream()
                        .map(r -> r.headers().first("if-none-match").orElse("-")))
                .as("RFC 9111 §4.3.1")
                .containsExactly("-", "\"a\"");
        street.pass(29);
        assertThat(status(street.get("/open/a"))).isEqualTo("Sallyport; hit; ttl=1");
        assertThat(street.asked).hasSize(2);
        street.pass(1);
        assertThat(street.get("/open/a", "if-none-match", "\"a\"").statusCode())
                .as("asked about by ours")
                .isEqualTo(304);
        street.origin = request -> answer("max-age=60", "two").header("etag", "\"b\"");
        street.pass(31);
        assertThat(street.get("/open/a").body()).isEqualTo("two");
        assertThat(street.get("/open/a").body()).isEqualTo("two");
        assertThat(street.asked).hasSize(4);
    }

    @Test
    void a_304_to_what_the_client_has_says_nothing_of_what_is_kept() throws Exception {
        street.origin = request -> answer("max-age=60", "old");
        street.get("/open/a");
        street.pass(61);
        street.origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("cache-control", "max-age=60")
                : answer("max-age=60", "new");
        assertThat(street.get("/open/a", "if-none-match", "\"new\"").statusCode())
                .isEqualTo(304);
        assertThat(street.get("/open/a").body()).isEqualTo("new");
    }

    @Test
    void a_304_that_forbids_to_keep_it_is_answered_with_it_once() throws Exception {
        street.origin = request -> request.headers().has("if-none-match")
                ? Response.of(304).header("cache-control", "no-store")
                : answer("max-age=60", "one").header("etag", "\"a\"");
        street.get("/open/a");
        street.pass(61);
        HttpResponse<String> last = street.get("/open/a");
        assertThat(last.statusCode() + last.body()).isEqualTo("200one");
        street.get("/open/a");
        assertThat(street.asked.stream().map(r -> r.headers().has("if-none-match")))
                .containsExactly(false, true, false);
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
        street.origin = request -> request.method().equals("GET") ? answer("max-age=60", "one") : Response.of(answered);
        street.get("/open/a");
        street.send(method, "/open/a");
        street.get("/open/a");
        assertThat(street.asked.stream().filter(r -> r.method().equals("GET")))
                .as("RFC 9111 §4.4")
                .hasSize(gets);
    }

    @Test
    void RFC_9111_4_4_what_was_asked_before_a_change_is_not_kept_after_it() throws Exception {
        var arrived = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        street.origin = request -> {
            if (!request.method().equals("GET")) {
                return Response.of(204);
            }
            arrived.countDown();
            await(changed);
            return answer("max-age=60", "old");
        };
        CompletableFuture<HttpResponse<String>> old = street.getAsync("/open/a");
        await(arrived);
        street.send("PUT", "/open/a");
        changed.countDown();
        assertThat(old.join().body()).isEqualTo("old");
        street.origin = request -> answer("max-age=60", "new");
        assertThat(street.get("/open/a").body()).as("RFC 9111 §4.4").isEqualTo("new");
    }

    @Test
    void RFC_5861_3_others_get_what_is_stale_while_one_asks() throws Exception {
        street.origin = request -> answer("max-age=60, stale-while-revalidate=30", "old");
        street.get("/open/a");
        street.pass(70);
        var arrived = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        street.origin = request -> {
            arrived.countDown();
            await(go);
            return answer("max-age=60", "new");
        };
        CompletableFuture<HttpResponse<String>> asking = street.getAsync("/open/a");
        await(arrived);
        HttpResponse<String> meanwhile = street.get("/open/a");
        assertThat(meanwhile.body()).as("RFC 5861 §3").isEqualTo("old");
        assertThat(status(meanwhile)).isEqualTo("Sallyport; hit; ttl=-10; detail=revalidating");
        go.countDown();
        assertThat(asking.join().body()).isEqualTo("new");
        assertThat(street.get("/open/a").body()).isEqualTo("new");
    }

    @Test
    void RFC_5861_4_what_is_stale_stands_in_for_an_origin_that_fails() throws Exception {
        street.origin = request -> answer("max-age=60, stale-if-error=60", "old");
        street.get("/open/a");
        street.pass(70);
        street.origin = request -> Response.text(503, "text/plain", "sick");
        HttpResponse<String> stale = street.get("/open/a");
        assertThat(stale.statusCode() + stale.body()).as("RFC 5861 §4").isEqualTo("200old");
        assertThat(status(stale)).isEqualTo("Sallyport; hit; ttl=-10; detail=origin-failed");
        var all = List.of(
                street.getAsync("/open/a"),
                street.getAsync("/open/a"),
                street.getAsync("/open/a"),
                street.getAsync("/open/a"));
        assertThat(all).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("old"));
        street.loseOrigin();
        assertThat(street.get("/open/a").body()).as("no connection").isEqualTo("old");
        street.pass(60);
        assertThat(street.get("/open/a").statusCode()).isEqualTo(502);
    }
}

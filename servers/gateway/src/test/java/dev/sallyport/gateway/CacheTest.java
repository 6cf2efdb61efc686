package dev.sallyport.gateway;

import static dev.sallyport.gateway.CachingStreet.answer;
import static dev.sallyport.gateway.CachingStreet.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes keep and what clients get of it, and what goes by: the long, the partial, the odd. */
class CacheTest {
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
    void what_may_be_kept_is_asked_once() throws Exception {
        street.origin =
                request -> answer("max-age=60", "one").header("etag", "\"a\"").header("x-of", "origin");
        HttpResponse<String> first = street.get("/open/a?x=1");
        assertThat(first.body()).isEqualTo("one");
        assertThat(status(first)).as("RFC 9211 §2").isEqualTo("Sallyport; fwd=uri-miss; stored");
        street.pass(20);
        HttpResponse<String> second = street.get("/open/a?x=1");
        assertThat(second.body()).isEqualTo("one");
        assertThat(second.headers().firstValue("age")).as("RFC 9111 §5.1").contains("20");
        assertThat(status(second)).as("RFC 9211 §2").isEqualTo("Sallyport; hit; ttl=40");
        assertThat(second.headers().firstValue("x-of")).contains("origin");
        assertThat(second.headers().firstValue("cache-control")).contains("max-age=60");
        assertThat(second.headers().firstValue("x-request-id"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("x-request-id"));
        HttpResponse<String> head = street.send("HEAD", "/open/a?x=1");
        assertThat(head.headers().firstValue("content-length")).contains("3");
        assertThat(street.asked).hasSize(1);
        street.get("/open/a?x=2");
        assertThat(street.asked).as("another address").hasSize(2);
        assertThat(street.counted("GET /open/**", "hit")).isEqualTo(2);
        assertThat(street.counted("GET /open/**", "miss")).isEqualTo(2);
        assertThat(street.kept("GET /open/**")).isGreaterThan(1_000);
    }

    @Test
    void a_client_that_has_it_is_told_so() throws Exception {
        street.origin = request -> answer("max-age=60", "one")
                .header("etag", "\"a\"")
                .header("last-modified", "Thu, 26 Nov 2026 07:00:00 GMT");
        street.get("/open/a");
        HttpResponse<String> same = street.get("/open/a", "if-none-match", "W/\"a\", \"z\"");
        assertThat(same.statusCode()).as("RFC 9111 §4.3.2").isEqualTo(304);
        assertThat(same.headers().firstValue("etag")).as("RFC 9110 §15.4.5").contains("\"a\"");
        assertThat(same.headers().firstValue("cache-control")).contains("max-age=60");
        assertThat(same.headers().firstValue("content-type")).isEmpty();
        assertThat(street.get("/open/a", "if-none-match", "\"b\"").statusCode()).isEqualTo(200);
        assertThat(street.get("/open/a", "if-modified-since", "Thu, 26 Nov 2026 07:00:00 GMT")
                        .statusCode())
                .isEqualTo(304);
        assertThat(street.get("/open/a", "if-modified-since", "Thu, 26 Nov 2026 06:59:59 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(street.asked).hasSize(1);
    }

    @Test
    void the_route_has_its_say_over_what_was_kept() throws Exception {
        String text = "compressible ".repeat(200);
        street.origin = request -> answer("max-age=60", text).header("etag", "\"a\"");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> plain = street.get("/text/a");
            assertThat(plain.body()).isEqualTo(text);
            assertThat(plain.headers().firstValue("x-route")).contains("text");
            assertThat(plain.headers().firstValue("content-security-policy")).isEmpty();
            assertThat(plain.headers().firstValue("x-content-type-options")).contains("nosniff");
            HttpResponse<String> coded = street.get("/text/a", "accept-encoding", "gzip");
            assertThat(coded.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(coded.headers().firstValue("etag")).contains("W/\"a\"");
        }
        assertThat(street.asked).hasSize(1);
    }

    @Test
    void a_part_and_a_condition_of_writing_go_by() throws Exception {
        street.origin = request -> answer("max-age=60", "one");
        street.get("/open/a");
        street.get("/open/a", "range", "bytes=0-1");
        street.get("/open/a", "if-match", "\"a\"");
        street.client.send(
                HttpRequest.newBuilder(street.url("/open/a"))
                        .method("GET", HttpRequest.BodyPublishers.ofString("another"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(street.asked).hasSize(4);
        assertThat(street.counted("GET /open/**", "bypass")).isEqualTo(3);
        assertThat(street.get("/open/none", "cache-control", "only-if-cached").statusCode())
                .as("RFC 9111 §5.2.1.7")
                .isEqualTo(504);
        street.get("/open/b", "cache-control", "no-store");
        street.get("/open/b");
        assertThat(street.asked).as("RFC 9111 §5.2.1.5").hasSize(6);
    }

    @Test
    void T43_what_is_too_long_goes_by_and_the_whole_has_a_bound() throws Exception {
        String much = "x".repeat(1_025);
        street.origin = request -> answer("max-age=60", request.path().endsWith("long") ? much : "x".repeat(1_024));
        assertThat(street.get("/small/long").body()).isEqualTo(much);
        assertThat(status(street.get("/small/long"))).isEqualTo("Sallyport; fwd=uri-miss");
        for (int i = 0; i < 200; i++) {
            street.get("/small/" + i);
        }
        assertThat(street.kept("/small/**")).isBetween(20_000.0, 65_536.0);
        int kept = 0;
        for (int i = 0; i < 200; i++) {
            // Asked so, nothing takes the place of what is kept.
            kept += street.get("/small/" + i, "cache-control", "only-if-cached").statusCode() == 200 ? 1 : 0;
        }
        assertThat(kept).as("of some 40 that there is room for").isBetween(15, 45);
    }

    @Test
    void T43_a_stream_that_says_no_length_is_kept_up_to_the_bound() throws Exception {
        street.origin = request -> new Response(
                200,
                answer("max-age=60", "").headers().without("content-length"),
                new ResponseBody.Stream(
                        new ByteArrayInputStream(new byte[request.path().endsWith("long") ? 100_000 : 900]),
                        OptionalLong.empty()));
        assertThat(street.get("/small/long").body()).hasSize(100_000);
        assertThat(street.get("/small/long").body()).hasSize(100_000);
        assertThat(street.get("/small/short").body()).hasSize(900);
        assertThat(street.get("/small/short").body()).hasSize(900);
        assertThat(street.asked).hasSize(3);
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
                var kept = street.client.send(
                        HttpRequest.newBuilder(one.url().resolve("/a")).build(), HttpResponse.BodyHandlers.ofString());
                var plain = street.client.send(
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

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers by gzip, from routes that say so and of what the house itself says to everybody. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class CompressedTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String JSON = "{\"words\": \"" + "again ".repeat(1_000) + "\"}";

    private static GatewayServer gateway(URI origin) {
        return new TestGates()
                .route("{path: /coded/**, require: none, compress: true, to: ['" + origin + "']}")
                .route("{path: /plain/**, require: none, to: ['" + origin + "']}")
                .open();
    }

    private static HttpResponse<byte[]> get(Street street, String path, String accepted) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(street.url().resolve(path))
                        .header("accept-encoding", accepted)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] bytes) throws Exception {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_route_that_says_so_codes_the_text_of_its_origin_for_those_who_take_it() throws Exception {
        try (var behind = Street.behind(request -> Response.text(200, "application/json", JSON)
                        .header("etag", "\"7\"")
                        .header("cache-control", "private"));
                var street = Street.open(gateway(behind.url()))) {
            HttpResponse<byte[]> coded = get(street, "/coded/1", "gzip, br");
            assertThat(coded.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(coded.headers().firstValue("etag")).as("RFC 9110 §8.8.1").hasValue("W/\"7\"");
            assertThat(coded.headers().firstValue("vary"))
                    .hasValueSatisfying(
                            v -> assertThat(v).contains("Accept-Encoding").contains("Origin"));
            assertThat(coded.body().length).isLessThan(JSON.length() / 5);
            assertThat(unpacked(coded.body())).isEqualTo(JSON);

            HttpResponse<byte[]> untaken = get(street, "/coded/1", "br");
            assertThat(untaken.headers().firstValue("content-encoding")).isEmpty();
            assertThat(untaken.headers().firstValue("etag")).hasValue("\"7\"");
            assertThat(untaken.headers().firstValue("vary"))
                    .hasValueSatisfying(v -> assertThat(v).contains("Accept-Encoding"));
            assertThat(new String(untaken.body(), StandardCharsets.UTF_8)).isEqualTo(JSON);

            HttpResponse<byte[]> plain = get(street, "/plain/1", "gzip");
            assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
            assertThat(plain.headers().firstValue("etag")).hasValue("\"7\"");
        }
    }

    @Test
    void a_long_stream_arrives_as_it_was() throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(5).nextBytes(noise);
        String text = new String(noise, StandardCharsets.ISO_8859_1);
        byte[] sent = text.getBytes(StandardCharsets.UTF_8);
        try (var behind = Street.behind(request -> Response.of(200)
                        .header("content-type", "text/plain; charset=utf-8")
                        .header("cache-control", "max-age=5")
                        .body(new ResponseBody.Stream(new ByteArrayInputStream(sent), OptionalLong.empty())));
                var street = Street.open(gateway(behind.url()))) {
            assertThat(unpacked(get(street, "/coded/1", "gzip").body())).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a secret           | application/json  | no-store
        as it is           | application/json  | max-age=60, no-transform
        a picture          | image/png         | max-age=60
        events             | text/event-stream | no-cache
        """)
    void what_may_not_or_need_not_be_coded_is_left_alone(String what, String type, String cacheControl)
            throws Exception {
        try (var behind =
                        Street.behind(request -> Response.text(200, type, JSON).header("cache-control", cacheControl));
                var street = Street.open(gateway(behind.url()))) {
            HttpResponse<byte[]> answer = get(street, "/coded/1", "gzip");
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(JSON);
        }
    }

    @Test
    void a_tag_that_was_weakened_stays_so_where_nothing_has_changed() throws Exception {
        try (var behind = Street.behind(request -> Response.of(304).header("etag", "\"7\""));
                var street = Street.open(gateway(behind.url()))) {
            assertThat(get(street, "/coded/1", "gzip").headers().firstValue("etag"))
                    .hasValue("W/\"7\"");
            assertThat(get(street, "/coded/1", "br").headers().firstValue("etag"))
                    .hasValue("\"7\"");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /docs            | public, max-age=60 | gzip
        /v1/openapi.json | public, max-age=60 | gzip
        /docs            | private            | -
        /docs            | no-store           | -
        /v1/profile      | public, max-age=60 | -
        """)
    void of_the_house_only_what_is_the_same_for_everybody_is_coded(String path, String cacheControl, String coding) {
        var server = new Behind(Response.text(200, "text/html", JSON).header("cache-control", cacheControl));
        Response answer = new TestGates()
                .server("frontend", server)
                .server("resource", server)
                .open()
                .handler()
                .handle(Request.of("GET", path).header("accept-encoding", "gzip"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("content-encoding").orElse("-")).isEqualTo(coding);
    }

    @Test
    void an_event_is_with_the_client_though_no_other_follows() throws Exception {
        try (var events = new KeptOrigin((number, head) -> "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
                var street = Street.open(gateway(events.url()));
                var client = new RawClient(street.port())) {
            client.send("GET /coded/1 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.bytes(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
        }
    }
}

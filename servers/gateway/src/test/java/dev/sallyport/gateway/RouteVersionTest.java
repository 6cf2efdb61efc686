package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions of an API that go: what their callers are told, until they are gone. */
class RouteVersionTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T08:00:00Z"));

    private GatewayServer gateway(URI origin, String version) {
        return new TestGates()
                .at(now::get)
                .route("{path: /v1/orders/**, require: {scope: orders}, to: ['" + origin + "'], version: " + version
                        + "}")
                .open();
    }

    @Test
    void L20_every_answer_tells_of_the_end_beside_what_the_origin_says() throws Exception {
        String version = "{deprecated: 2026-12-01, sunset: 2027-06-01, link: 'https://api.example.org/v1-goes',"
                + " successor: /v2/orders}";
        try (var behind = Street.behind(request -> Response.text(200, "text/plain", "ok")
                        .header("link", "</v1/orders?page=2>; rel=\"next\"")
                        .header("sunset", "its own"));
                var street = Street.open(gateway(behind.url(), version));
                var client = HttpClient.newHttpClient()) {
            var url = street.url().resolve("/v1/orders/7");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url)
                            .header("authorization", "Bearer good")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues("deprecation"))
                    .as("RFC 9745 §2.1")
                    .isEqualTo(List.of("@1796083200"));
            assertThat(answer.headers().allValues("sunset"))
                    .as("RFC 8594 §3")
                    .isEqualTo(List.of("Tue, 01 Jun 2027 00:00:00 GMT"));
            assertThat(answer.headers().allValues("link"))
                    .containsExactly(
                            "</v1/orders?page=2>; rel=\"next\"",
                            "</v2/orders>; rel=\"successor-version\", <https://api.example.org/v1-goes>; rel=\"deprecation\","
                                    + " <https://api.example.org/v1-goes>; rel=\"sunset\"");
            HttpResponse<String> refused =
                    client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("deprecation"))
                    .as("refusals as well")
                    .isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        the moment before       | {sunset: 2027-06-01, gone: true}  | 2027-05-31T23:59:59Z | 401
        the day                 | {sunset: 2027-06-01, gone: true}  | 2027-06-01T00:00:00Z | 410 gone
        where nothing says gone | {sunset: 2027-06-01}              | 2028-06-01T00:00:00Z | 401
        """)
    void L20_after_its_day_it_is_gone_where_the_route_says_so(String what, String version, String at, String fate) {
        now.set(Instant.parse(at));
        Response answer = gateway(URI.create("http://10.0.0.5:9000"), version)
                .handler()
                .handle(Behind.request("GET", "/v1/orders/7", "accept: */*"));
        assertThat(Behind.type(answer)).startsWith(fate);
        assertThat(answer.headers().has("sunset")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                       | must say deprecated, sunset, or both
        {gone: true, deprecated: 2026-12-01}                     | needs a sunset
        {deprecated: 2027-12-01, sunset: 2027-06-01}             | no earlier than deprecated
        {deprecated: soon}                                       | must be a day such as 2026-01-31
        {deprecated: 2026-12-01, successor: 'v2'}                | successor
        {deprecated: 2026-12-01, successor: '/v2/**'}            | successor
        {deprecated: 2026-12-01, link: '/page'}                  | link
        """)
    void a_version_is_said_in_one_way(String version, String mistake) {
        assertThatThrownBy(() -> TestGates.read(
                        "{path: /a, require: none, to: ['http://10.0.0.5:9000'], version: " + version + "}"))
                .hasMessageContaining(mistake);
    }

    @Test
    void an_operator_reads_of_it() {
        assertThat(RouteFacts.told(TestGates.read("{path: /a, require: none, to: ['http://10.0.0.5:9000'], cache: true,"
                        + " version: {deprecated: 2026-12-01, sunset: 2027-06-01, gone: true}}")))
                .contains("deprecated 2026-12-01", "gone 2027-06-01", "keeps up to 16777216 bytes");
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityHeadersTest {
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'nonce-x'";
    private static Street street;

    private static TestGates gates() {
        return new TestGates()
                .server("resource", request -> {
                    if (request.path().endsWith("/bug")) {
                        throw new IllegalStateException("a bug");
                    }
                    return Response.json(200, "data");
                })
                .server(
                        "frontend",
                        request -> Response.html(200, "<p>page").header("content-security-policy", PAGE_POLICY))
                .route("/elsewhere/**", "\"none\"", URI.create("http://127.0.0.1:1"))
                .limited(Limit.of("/v1/activity/**", "1/d"));
    }

    @BeforeAll
    static void open() throws Exception {
        street = Street.open(gates().open());
    }

    @AfterAll
    static void close() {
        street.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        data                    | GET /v1/profile HTTP/1.1~Host: a~~              | 200
        a page                  | GET / HTTP/1.1~Host: a~~                        | 200
        not there               | GET /v1/nothing HTTP/1.1~Host: a~~              | 404
        no session              | GET /web/v1/profile HTTP/1.1~Host: a~~          | 401
        another method          | GET /csp-report HTTP/1.1~Host: a~~              | 405
        no method of HTTP       | BREW /v1/profile HTTP/1.1~Host: a~~             | 501
        a WebSocket             | GET / HTTP/1.1~Host: a~Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: no~~ | 400
        a bug                   | GET /v1/profile/bug HTTP/1.1~Host: a~~          | 500
        nobody behind           | GET /elsewhere/x HTTP/1.1~Host: a~~             | 502
        an ambiguous path       | GET /a%2fb HTTP/1.1~Host: a~~                   | 400
        an ambiguous head       | GET / HTTP/1.1~Host: a~ b~~                     | 400
        no host                 | GET / HTTP/1.1~~                                | 400
        the whole server        | OPTIONS * HTTP/1.1~Host: a~~                    | 404
        a body beyond all bounds | POST /v1/files HTTP/1.1~Host: a~Content-Length: 99999999999~~ | 413
        """)
    void L11_every_answer_tells_the_browser_what_it_may_not_do(String what, String head, int status)
            throws IOException {
        String answer;
        try (var client = new RawClient(street.port())) {
            answer = client.send(head.replace("~", "\r\n")).head().toLowerCase(java.util.Locale.ROOT);
        }
        assertThat(answer).as(what).startsWith("http/1.1 " + status);
        assertThat(answer)
                .contains(
                        "x-content-type-options: nosniff",
                        "referrer-policy: no-referrer",
                        "permissions-policy: accelerometer=()",
                        "cross-origin-opener-policy: same-origin",
                        "cross-origin-resource-policy: same-origin",
                        "cache-control: no-store",
                        "content-security-policy: default-src 'none'",
                        "x-request-id: ")
                .doesNotContain("\r\nserver:", "x-powered-by", "strict-transport-security");
        assertThat(answer.split("content-security-policy:", -1))
                .as("one policy")
                .hasSize(2);
        assertThat(answer.split("x-request-id:", -1)).as("one id").hasSize(2);
    }

    @Test
    void L11_a_page_keeps_its_own_policy() throws IOException {
        try (var client = new RawClient(street.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(PAGE_POLICY);
        }
    }

    @Test
    void who_is_sent_away_by_a_limit_is_told_so_as_well() {
        var door = gates().open().handler();
        door.handle(Request.of("GET", "/v1/activity"));
        Response refused = door.handle(Request.of("GET", "/v1/activity"));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().first("content-security-policy")).contains(SecurityHeaders.NOTHING);
    }

    @Test
    void https_is_asked_for_again_once_it_was_used() {
        var door = gates().trusting("127.0.0.1").open().handler();
        Request request = Request.of("GET", "/").header("x-forwarded-proto", "https");
        assertThat(door.handle(request).headers().first("strict-transport-security"))
                .as("RFC 6797 §7.1")
                .contains("max-age=31536000");
    }

    @Test
    void answers_of_the_engine_say_what_the_configuration_says() {
        assertThat(GatewayServer.dressed(Response.of(400), Optional.of(Duration.ofDays(30)))
                        .headers()
                        .first("strict-transport-security"))
                .contains("max-age=2592000");
        assertThat(GatewayServer.dressed(Response.of(400)).headers().has("strict-transport-security"))
                .isFalse();
    }

    @Test
    void an_origin_of_another_process_cannot_loosen_them() {
        var door = new TestGates()
                .server("resource", URI.create("http://10.0.0.7:8081"))
                .open()
                .handler();
        Response response = door.handle(Request.of("GET", "/v1/profile"));
        assertThat(response.body()).isInstanceOf(ResponseBody.Forward.class);
        assertThat(response.headers().first("content-security-policy")).contains(SecurityHeaders.NOTHING);
        assertThat(response.headers().first("cache-control")).contains("no-store");
        assertThat(response.headers().first("x-content-type-options")).contains("nosniff");
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final URI OTHERS = URI.create("http://10.0.0.5:9000");
    private final Behind behind = new Behind();
    private final Handler door = new TestGates()
            .server("auth", behind)
            .server("resource", behind)
            .server("files", behind)
            .server("frontend", behind)
            .route("/orders/**", "\"none\"", OTHERS)
            .open()
            .handler();

    private Response ask(String method, String path, String headers) {
        return door.handle(Behind.request(method, path, headers));
    }

    private Response preflight(String path, String origin) {
        return ask("OPTIONS", path, "origin: " + origin + " / access-control-request-method: PUT");
    }

    private static String said(Response response, String name) {
        return response.headers().first("access-control-" + name).orElse("-");
    }

    /** Every field by which a browser would be told that it may. */
    private static List<String> allowances(Headers headers) {
        var names = new ArrayList<String>();
        headers.each((name, value) -> {
            if (name.startsWith("access-control-")) {
                names.add(name);
            }
        });
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/profile",
                "/v1/auth/login_mobile",
                "/auth/login_mobile",
                "/v1/files/7",
                "/oauth2/introspect",
                "/.well-known/jwks.json",
                "/v1/nothing"
            })
    void L10_a_listed_origin_may_read_the_api_and_sends_no_cookie(String path) {
        Response response = ask("GET", path, "origin: " + TestGates.LISTED);

        assertThat(said(response, "allow-origin")).isEqualTo(TestGates.LISTED);
        assertThat(said(response, "allow-credentials")).isEqualTo("-");
        assertThat(said(response, "expose-headers")).contains("www-authenticate", "x-request-id");
        assertThat(response.headers().first("vary")).contains("Origin");
        assertThat(response.headers().first("cross-origin-resource-policy")).contains("cross-origin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        another                 | https://evil.example
        a longer host           | https://app.example.org.evil.example
        a host that ends so     | https://evil-app.example.org
        another scheme          | http://app.example.org
        another port            | https://app.example.org:8443
        upper case              | https://APP.example.org
        a slash at the end      | https://app.example.org/
        null                    | null
        a star                  | *
        two in one              | https://app.example.org, https://evil.example
        two                     | https://app.example.org / origin: https://evil.example
        empty                   | ''
        """)
    void L10_a_foreign_origin_is_told_nothing_and_never_reflected(String what, String origin) {
        for (String path : List.of("/v1/profile", "/oauth2/token", "/orders/7")) {
            assertThat(allowances(ask("GET", path, "origin: " + origin).headers()))
                    .as(what)
                    .isEmpty();
            assertThat(allowances(preflight(path, origin).headers())).as(what).isEmpty();
            assertThat(preflight(path, origin).headers().first("vary"))
                    .as("caches keep the two apart")
                    .contains("Origin");
        }
    }

    @Test
    void L10_a_preflight_of_a_listed_origin_is_answered_here_and_kept_for_two_hours() {
        Response answer = preflight("/v1/profile", TestGates.LISTED);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(said(answer, "allow-origin")).isEqualTo(TestGates.LISTED);
        assertThat(said(answer, "allow-methods")).contains("PUT", "DELETE").doesNotContain("*");
        assertThat(said(answer, "allow-headers"))
                .contains("authorization", "content-type", "if-match")
                .doesNotContain("*")
                .doesNotContain("x-csrf-token");
        assertThat(said(answer, "max-age")).isEqualTo("7200");
        assertThat(said(answer, "allow-credentials")).isEqualTo("-");
    }

    @Test
    void L24_a_listed_page_may_send_and_read_what_resumable_uploads_need() {
        assertThat(said(preflight("/v1/uploads", TestGates.LISTED), "allow-headers")
                        .split(", "))
                .contains("tus-resumable", "upload-length", "upload-offset", "upload-metadata", "upload-checksum")
                .contains("content-digest", "repr-digest");
        assertThat(said(preflight("/v1/uploads/7", TestGates.LISTED), "allow-methods"))
                .contains("PATCH", "HEAD", "DELETE");
        Response response = ask("POST", "/v1/uploads", "origin: " + TestGates.LISTED);
        assertThat(said(response, "expose-headers").split(", "))
                .contains("location", "upload-offset", "upload-length", "upload-expires", "upload-metadata")
                .contains("tus-resumable", "tus-version", "tus-extension", "tus-max-size", "tus-checksum-algorithm")
                .contains("content-location", "repr-digest", "content-range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/profile", "/oauth2/token", "/v1/auth/login_mobile", "/v1/files", "/orders/7"})
    void L10_no_preflight_reaches_a_server(String path) {
        assertThat(preflight(path, TestGates.LISTED).body()).isInstanceOf(ResponseBody.Bytes.class);
        assertThat(preflight(path, "https://evil.example").body()).isInstanceOf(ResponseBody.Bytes.class);
        assertThat(behind.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/web/v1/profile",
                "/v1/auth/login_web",
                "/auth/login_web",
                "/v1/auth/refresh_web",
                "/oauth2/authorize",
                "/oauth2/logout",
                "/sign-in",
                "/"
            })
    void L10_the_browser_gate_and_the_pages_answer_no_other_origin(String path) {
        for (String method : List.of("GET", "POST")) {
            assertThat(allowances(
                            ask(method, path, "origin: " + TestGates.LISTED).headers()))
                    .isEmpty();
        }
        assertThat(allowances(preflight(path, TestGates.LISTED).headers())).isEmpty();
    }

    @Test
    void L10_errors_can_be_read_too() {
        Handler limited = new TestGates()
                .server("resource", behind)
                .limited(Limit.of("/v1/**", "1/m"))
                .open()
                .handler();
        var request = Behind.request("GET", "/v1/profile", "origin: " + TestGates.LISTED);
        limited.handle(request);
        Response refused = limited.handle(request);

        assertThat(Behind.type(refused)).isEqualTo("429 rate-limited");
        assertThat(said(refused, "allow-origin")).isEqualTo(TestGates.LISTED);
        assertThat(said(refused, "expose-headers")).contains("retry-after");
    }

    @Test
    void L10_a_route_of_the_configuration_is_shared_as_the_api_is() {
        Response response = ask("GET", "/orders/7", "origin: " + TestGates.LISTED);

        assertThat(response.body()).isInstanceOf(ResponseBody.Forward.class);
        assertThat(said(response, "allow-origin")).isEqualTo(TestGates.LISTED);
        assertThat(said(preflight("/orders/7", TestGates.LISTED), "allow-methods"))
                .contains("PUT");
    }

    @Test
    void L04_the_token_endpoint_alone_takes_cookies_of_a_listed_origin() {
        Response answer = ask("POST", "/oauth2/token", "origin: " + TestGates.LISTED);
        assertThat(said(answer, "allow-origin")).isEqualTo(TestGates.LISTED);
        assertThat(said(answer, "allow-credentials")).isEqualTo("true");

        Response before = preflight("/oauth2/token", TestGates.LISTED);
        assertThat(said(before, "allow-credentials")).isEqualTo("true");
        assertThat(said(before, "allow-headers")).contains("x-csrf-token").doesNotContain("*");
        assertThat(said(before, "max-age")).isEqualTo("7200");

        for (String other : List.of("/oauth2/token/", "/oauth2/token/x", "/oauth2/revoke", "/oauth2", "/v1/profile")) {
            assertThat(said(ask("POST", other, "origin: " + TestGates.LISTED), "allow-credentials"))
                    .as(other)
                    .isEqualTo("-");
            assertThat(said(preflight(other, TestGates.LISTED), "allow-headers"))
                    .as(other)
                    .doesNotContain("x-csrf-token");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        __Secure-oauth_refresh=r; __Host-oauth_csrf=c                        | __Secure-oauth_refresh=r; __Host-oauth_csrf=c
        __Host-access_token=a; __Secure-oauth_refresh=r; x=y                 | __Secure-oauth_refresh=r
        __Host-access_token=a; __Host-session=s; __Host-csrf_token=t         | -
        __Secure-oauth_refresh=r / cookie: __Host-oauth_csrf=c               | __Secure-oauth_refresh=r; __Host-oauth_csrf=c
        __Secure-oauth_refresh=1; __Secure-oauth_refresh=2                   | __Secure-oauth_refresh=1; __Secure-oauth_refresh=2
        __secure-oauth_refresh=r                                             | -
        __Secure-oauth_refresh                                               | -
        ;;=;a                                                                | -
        """)
    void L04_the_token_endpoint_keeps_its_two_cookies_and_no_other(String sent, String kept) {
        ask("POST", "/oauth2/token", "cookie: " + sent);
        assertThat(behind.last().headers().first("cookie").orElse("-")).isEqualTo(kept);
        assertThat(behind.last().headers().all("cookie")).hasSizeLessThan(2);

        ask("POST", "/oauth2/revoke", "cookie: " + sent);
        assertThat(behind.last().headers().has("cookie")).as("elsewhere none").isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.example.org",
                "https://app.example.org/",
                "https://app.example.org/x",
                "app.example.org",
                "https://APP.example.org",
                "https://app.example.org:443",
                "null",
                "",
                "https://user@app.example.org",
                "javascript:alert(1)"
            })
    void L10_what_is_no_exact_origin_cannot_be_listed(String text) {
        assertThatThrownBy(() -> WebOrigin.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

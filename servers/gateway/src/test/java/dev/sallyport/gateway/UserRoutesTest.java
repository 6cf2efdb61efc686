package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserRoutesTest {
    private static final URI FIRST = URI.create("http://10.0.0.5:9000");
    private static final URI SECOND = URI.create("http://10.0.0.6:9000");
    private static final String CSRF = "; __Host-csrf_token=token / x-csrf-token: token";

    private final Handler door = new TestGates()
            .server("frontend", new Behind())
            .route("/v1/orders/**", "{\"scope\": \"orders\"}", FIRST, SECOND)
            .route("/public/**", "\"none\"", FIRST)
            .route("/status", "\"none\"", SECOND)
            .open()
            .handler();

    private Response ask(String method, String path, String headers) {
        return door.handle(Behind.request(method, path, headers));
    }

    private static ResponseBody.Forward forwarded(Response response) {
        assertThat(response.body()).isInstanceOf(ResponseBody.Forward.class);
        return (ResponseBody.Forward) response.body();
    }

    /** Where a request goes and how it arrives there, or how it is refused. */
    private static String fate(Response response) {
        return response.body() instanceof ResponseBody.Forward forward
                ? forward.head().path() + " "
                        + forward.head().headers().first("authorization").orElse("-")
                : Behind.type(response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /v1/orders       | authorization: Bearer good | /v1/orders Bearer good
        GET    | /v1/orders/7     | authorization: Bearer good | /v1/orders/7 Bearer good
        DELETE | /v1/orders/7     | authorization: Bearer good | /v1/orders/7 Bearer good
        GET    | /v1/orders/7     | authorization: Bearer poor | 403 forbidden
        GET    | /v1/orders/7     | authorization: Bearer bad  | 401 unauthorized
        GET    | /v1/orders/7     | authorization: Basic Z29vZA== | 401 unauthorized
        GET    | /v1/orders/7     | ''                         | 401 unauthorized
        GET    | /v1/orders/7     | cookie: __Host-access_token=good | 401 unauthorized
        GET    | /v1/ordersx      | authorization: Bearer good | 404 not-found
        GET    | /public          | ''                         | /public -
        PUT    | /public/a/b      | ''                         | /public/a/b -
        GET    | /public/a        | authorization: Bearer bad  | /public/a Bearer bad
        GET    | /status          | ''                         | /status -
        GET    | /status/x        | ''                         | 200behind
        BREW   | /public/a        | ''                         | 501 not-implemented
        TRACE  | /public/a        | ''                         | 405 method-not-allowed
        OPTIONS | /public/a       | ''                         | 204
        """)
    void a_route_is_open_only_where_that_is_said_out_loud(String method, String path, String headers, String fate) {
        assertThat(fate(ask(method, path, headers))).isEqualTo(fate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET  | /web/v1/orders/7 | cookie: __Host-access_token=good         | /v1/orders/7 Bearer good
        GET  | /web/v1/orders/7 | cookie: __Host-access_token=poor         | 403 forbidden
        GET  | /web/v1/orders/7 | cookie: __Host-access_token=bad          | 401 unauthorized
        GET  | /web/v1/orders/7 | ''                                       | 401 unauthorized
        GET  | /web/v1/orders/7 | authorization: Bearer good               | 400 mixed-credentials
        GET  | /web/v1/orders/7 | authorization: Bearer good / cookie: __Host-access_token=good | 400 mixed-credentials
        POST | /web/v1/orders   | cookie: __Host-access_token=good         | 403 csrf
        POST | /web/v1/orders   | cookie: __Host-access_token=good{csrf}   | /v1/orders Bearer good
        POST | /web/v1/orders   | cookie: __Host-access_token=good{csrf} / origin: https://evil.example | 403 foreign-origin
        GET  | /web/public      | cookie: __Host-access_token=good         | 404 not-found
        GET  | /web/v1/web/v1/x | cookie: __Host-access_token=good         | 404 not-found
        """)
    void T42_the_browser_gate_leads_to_a_route_with_a_bearer_token_and_the_route_asks_it_for_its_scope(
            String method, String path, String headers, String fate) {
        assertThat(fate(ask(method, path, headers.replace("{csrf}", CSRF)))).isEqualTo(fate);
    }

    @Test
    void T37_a_route_sees_no_cookie_no_csrf_token_and_no_claim_of_the_client() {
        String headers = "cookie: __Host-access_token=good" + CSRF
                + " / x-user: admin / x_forwarded_for: 1.2.3.4 / forwarded: for=1.2.3.4 / x-custom: stays";
        for (Response response : List.of(
                ask("POST", "/web/v1/orders", headers),
                ask("POST", "/v1/orders", headers + " / authorization: Bearer good"),
                ask("POST", "/public/x", headers))) {
            Request head = forwarded(response).head();
            assertThat(head.headers().has("cookie")).isFalse();
            assertThat(head.headers().has("x-user")).isFalse();
            assertThat(head.headers().has("x_forwarded_for")).isFalse();
            assertThat(head.headers().all("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(head.headers().all("forwarded")).containsExactly("for=127.0.0.1;proto=http");
            assertThat(head.headers().first("x-custom")).contains("stays");
        }
        assertThat(forwarded(ask("POST", "/web/v1/orders", headers))
                        .head()
                        .headers()
                        .has("x-csrf-token"))
                .isFalse();
    }

    @Test
    void origins_are_asked_in_turn() {
        var asked = List.of(1, 2, 3, 4).stream()
                .map(i -> forwarded(ask("GET", "/v1/orders", "authorization: Bearer good"))
                        .tries()
                        .next()
                        .orElseThrow()
                        .origin())
                .toList();
        assertThat(asked).containsExactly(FIRST, SECOND, FIRST, SECOND);
    }

    @Test
    void every_route_is_among_the_doors_with_its_lock() {
        var gateway = new TestGates()
                .route("/v1/orders/**", "{\"scope\": \"orders\"}", FIRST)
                .route("/public/**", "\"none\"", FIRST)
                .open();
        assertThat(gateway.routes())
                .filteredOn(r -> r.template().startsWith("/v1/orders"))
                .hasSize(5)
                .allMatch(r -> r.access() instanceof dev.sallyport.kit.route.Access.ForBearer);
        assertThat(gateway.routes())
                .filteredOn(r -> r.template().startsWith("/public"))
                .hasSize(5)
                .allMatch(r -> r.access() instanceof dev.sallyport.kit.route.Access.Open);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no require         | /a/**           | null                  | http://b | require
        require misspelt   | /a/**           | "nothing"             | http://b | require
        no scope           | /a/**           | {}                    | http://b | require
        an empty scope     | /a/**           | {"scope": ""}         | http://b | require
        a scope and more   | /a/**           | {"scope": "a", "b": 1} | http://b | require
        a broken scope     | /a/**           | {"scope": "a\\"b"}    | http://b | require
        a list of scopes   | /a/**           | {"scope": ["a"]}      | http://b | require
        a house's path     | /v1/profile     | "none"                | http://b | house's own
        below a house's    | /v1/auth/extra/** | "none"              | http://b | house's own
        the browser gate   | /web/x          | "none"                | http://b | house's own
        the short gate     | /auth/x         | "none"                | http://b | house's own
        the reports        | /csp-report     | "none"                | http://b | house's own
        a glob             | /a/*_b          | "none"                | http://b | path must be
        a template         | /a/{b}          | "none"                | http://b | path must be
        an origin's path   | /a              | "none"                | http://b/c | origins
        an origin's user   | /a              | "none"                | http://u@b | origins
        another scheme     | /a              | "none"                | ftp://b  | origins
        no host            | /a              | "none"                | http:b   | origins
        """)
    void a_route_that_could_be_misread_is_a_mistake_of_the_configuration(
            String what, String path, String require, String to, String words) {
        String json = "{\"path\": \"" + path + "\", \"require\": " + require + ", \"to\": [\"" + to + "\"]}";
        assertThatThrownBy(() -> TestGates.read(json))
                .as(what)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}

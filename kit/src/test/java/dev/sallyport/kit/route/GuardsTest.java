package dev.sallyport.kit.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {
    private static final String CHALLENGE = "Bearer realm=\"https://id.example.org\","
            + " resource_metadata=\"https://id.example.org/.well-known/oauth-protected-resource\"";

    private static final Response OK = Response.of(200);
    private final Guards guards = TestGuards.of();

    /** Headers written as {@code name: value / name: value}. */
    private static Request request(String method, String headers) {
        Headers parsed = Headers.NONE;
        for (String line : headers.split(" / ", -1)) {
            int colon = line.indexOf(':');
            parsed = colon < 0
                    ? parsed
                    : parsed.with(
                            line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return Request.of(method, "/x").with(parsed);
    }

    private static String type(Response response) {
        String body = new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
        return response.status() + body.replaceAll("(?s).*\"type\":\"/problems/([a-z-]*)\".*", " $1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET  | cookie: __Host-access_token=good                                     | 200
        GET  | cookie: __Host-access_token=good / origin: https://evil.example      | 200
        GET  | cookie: __Host-access_token=bad                                      | 401 unauthorized
        GET  | cookie: __Host-access_token=good; __Host-access_token=good           | 401 unauthorized
        GET  | cookie: ;;==;\\"                                                     | 401 unauthorized
        GET  | ''                                                                   | 401 unauthorized
        GET  | authorization: Bearer good                                           | 400 mixed-credentials
        GET  | cookie: __Host-access_token=good / authorization: Bearer good        | 400 mixed-credentials
        POST | cookie: __Host-access_token=good                                     | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token            | 403 csrf
        POST | cookie: __Host-access_token=good / x-csrf-token: token               | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=other / x-csrf-token: other | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: other | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / x-csrf-token: token | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token | 200
        PUT  | cookie: __Host-access_token=good                                     | 403 csrf
        PATCH | cookie: __Host-access_token=good                                    | 403 csrf
        DELETE | cookie: __Host-access_token=good                                   | 403 csrf
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / origin: https://evil.example | 403 foreign-origin
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / origin: null | 403 foreign-origin
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / sec-fetch-site: same-site | 403 foreign-origin
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / origin: https://id.example.org / sec-fetch-site: cross-site | 403 foreign-origin
        POST | cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / origin: https://id.example.org / sec-fetch-site: same-origin | 200
        """)
    void T42_the_browser_gate_takes_one_cookie_and_guards_what_changes_state(
            String method, String headers, String answer) {
        var route = Route.ForBrowser(method, "/x", (request, session) -> OK);
        assertThat(type(guards.lock(route).handle(request(method, headers)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST | ''                                            | 200
        POST | origin: https://id.example.org                | 200
        POST | origin: https://id.example.org.evil.example   | 403 foreign-origin
        POST | origin: http://id.example.org                 | 403 foreign-origin
        POST | sec-fetch-site: cross-site                    | 403 foreign-origin
        POST | authorization: Bearer good                    | 400 mixed-credentials
        """)
    void T11_signing_in_from_another_site_is_refused(String method, String headers, String answer) {
        var route = Route.FromBrowser(method, "/x", request -> OK, Route.because("nobody is signed in yet"));
        assertThat(type(guards.lock(route).handle(request(method, headers)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        profile | authorization: Bearer good   | 200              |
        profile | authorization: bEARER  good  | 200              |
        ''      | authorization: Bearer good   | 200              |
        files   | authorization: Bearer good   | 403 forbidden    | , error="insufficient_scope", scope="files"
        profile | authorization: Bearer bad    | 401 unauthorized | , error="invalid_token", error_description="the token has expired"
        profile | authorization: Basic Z29vZA==| 401 unauthorized | ''
        profile | authorization: Bearer        | 401 unauthorized | ''
        profile | authorization: Bearer a b    | 401 unauthorized | ''
        profile | authorization: Bearer good / authorization: Bearer good | 400 malformed-request | , error="invalid_request"
        profile | cookie: __Host-access_token=good | 401 unauthorized | ''
        """)
    // RFC 6750 §3: 401 with a challenge, bare where no token was sent; RFC 6750 §3.1: what was wrong, and the scope
    // that is needed; RFC 9728 §5.1: where it says who gives tokens.
    void T42_the_api_gate_takes_one_bearer_token_and_no_cookie(
            String scope, String headers, String answer, String challenge) {
        var route = Route.ForBearer("GET", "/x", Scope.parse(scope).orElseThrow(), (request, token) -> OK);
        Response response = guards.lock(route).handle(request("GET", headers));
        assertThat(type(response)).isEqualTo(answer);
        assertThat(response.headers().first("www-authenticate").orElse(null))
                .isEqualTo(challenge == null ? null : CHALLENGE + challenge);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        authorization: Bearer admin | 200
        authorization: Bearer good  | 403 forbidden
        ''                          | 401 unauthorized
        """)
    void T47_an_administrators_route_needs_the_permission(String headers, String answer) {
        var route = Route.ForAdmin("GET", "/x", Access.Permission.READ_PEOPLE, (request, administrator) -> OK);
        assertThat(type(guards.lock(route).handle(request("GET", headers)))).isEqualTo(answer);
    }

    @Test
    void the_refresh_cookie_opens_its_own_routes_only() {
        String csrf = "; __Host-csrf_token=token / x-csrf-token: token";
        var refresh = guards.lock(Route.ForBrowserRefresh("POST", "/x", (request, session) -> OK));
        assertThat(refresh.handle(request("POST", "cookie: __Secure-refresh_token=fresh" + csrf))
                        .status())
                .isEqualTo(200);
        assertThat(refresh.handle(request("POST", "cookie: __Host-access_token=good" + csrf))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_page_learns_which_sign_on_sessions_its_visitor_has_and_takes_nothing_from_other_sites() {
        var page = guards.lock(Route.ForPage(
                "POST",
                "/x",
                (request, visitor) -> Response.of(visitor.current().isEmpty() ? 204 : 200)));
        assertThat(page.handle(request("POST", "cookie: __Host-session=x")).status())
                .isEqualTo(204);
        assertThat(page.handle(request("POST", "origin: https://evil.example")).status())
                .isEqualTo(403);
        assertThat(page.handle(request("POST", "authorization: Bearer good")).status())
                .isEqualTo(400);
    }

    @Test
    void a_client_that_proves_nothing_is_refused_as_its_gate_says() {
        var client = guards.lock(Route.ForClient("POST", "/x", (request, known) -> OK));
        assertThat(client.handle(request("POST", "")).status()).isEqualTo(401);
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of a route say, as functions. */
class RouteKeysTest {
    private static final String GOOD = "authorization: Bearer good";

    /** A route to one origin with more keys; {@code require} is none where they do not say otherwise. */
    private static String route(String path, String more) {
        String open = more.contains("require") ? "" : "require: none, ";
        return "{path: " + path + ", to: ['http://10.0.0.5:9000'], " + open + more + "}";
    }

    private static Handler door(String... routes) {
        var gates = new TestGates().server("frontend", new Behind()).server("auth", new Behind());
        for (String route : routes) {
            gates.route(route);
        }
        return gates.open().handler();
    }

    private static Request ask(String method, String path, String headers) {
        return Behind.request(method, path, headers);
    }

    private static ResponseBody.Forward forwarded(Response response) {
        assertThat(response.body()).as("status " + response.status()).isInstanceOf(ResponseBody.Forward.class);
        return (ResponseBody.Forward) response.body();
    }

    private static String fate(Response response) {
        return response.body() instanceof ResponseBody.Forward forward
                ? forward.tries().next().orElseThrow().origin().getHost() + " "
                        + forward.head().path()
                : Behind.type(response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET  | shop.example.org      | /a/b  | 10.0.0.1 /a/b
        GET  | SHOP.example.org:8443 | /a/b  | 10.0.0.1 /a/b
        GET  | news.example.org      | /a/b  | 10.0.0.2 /a/b
        GET  | x.news.example.org    | /a/b  | 10.0.0.3 /a/b
        GET  | example.org           | /a/b  | 10.0.0.3 /a/b
        GET  | other.test            | /a/b  | 10.0.0.3 /a/b
        HEAD | other.test            | /a/b  | 10.0.0.3 /a/b
        POST | other.test            | /a/b  | 10.0.0.4 /a/b
        PUT  | other.test            | /a/b  | 405 method-not-allowed
        PUT  | shop.example.org      | /a/b  | 10.0.0.1 /a/b
        GET  | shop.example.org      | /a/c/d | 10.0.0.1 /a/c/d
        GET  | other.test            | /a/c/d | 10.0.0.5 /a/c/d
        POST | other.test            | /a/c/d | 10.0.0.4 /a/c/d
        GET  | shop.example.org      | /     | 10.0.0.6 /
        GET  | shop.example.org      | /v1/auth/me | 200behind
        GET  | other.test            | /     | 200behind
        """)
    void a_request_goes_to_the_route_of_its_host_path_and_method(String method, String host, String path, String fate) {
        Handler door = door(
                to(1, "/a/**", "host: shop.example.org"),
                to(2, "/a/**", "host: '*.example.org'"),
                to(3, "/a/**", "methods: ['GET']"),
                to(4, "/a/**", "methods: ['POST']"),
                to(5, "/a/c/**", "methods: ['GET']"),
                to(6, "/**", "host: shop.example.org"));
        assertThat(fate(door.handle(ask(method, path, "host: " + host)))).isEqualTo(fate);
    }

    private static String to(int number, String path, String more) {
        return route(path, more).replace("10.0.0.5", "10.0.0." + number);
    }

    @Test
    void who_asks_by_another_method_is_told_all_that_are_taken() {
        Handler door = door(to(3, "/a/**", "methods: ['GET']"), to(4, "/a/**", "methods: ['POST']"));
        Response refused = door.handle(ask("PUT", "/a", ""));
        assertThat(refused.headers().first("allow")).as("RFC 9110 §15.5.6").contains("GET, HEAD, OPTIONS, POST");
        Response options = door.handle(ask("OPTIONS", "/a", ""));
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.headers().first("allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/orders/** | strip: /v1             | /v1/orders/7 | /orders/7
        /v1/orders/** | strip: /v1/orders      | /v1/orders/7 | /7
        /v1/orders/** | strip: /v1/orders      | /v1/orders   | /
        /v1/orders/** | rewrite: /api/o        | /v1/orders/7 | /api/o/7
        /v1/orders/** | rewrite: /api/o        | /v1/orders   | /api/o
        /v1/orders/** | rewrite: /             | /v1/orders/7 | /7
        /v1/orders/** | rewrite: /             | /v1/orders   | /
        /status       | rewrite: /health/ready | /status      | /health/ready
        """)
    void origins_see_a_path_of_their_own(String path, String key, String asked, String seen) {
        Response response = door(route(path, key)).handle(ask("GET", asked + "?a=b", ""));
        assertThat(forwarded(response).head().path()).isEqualTo(seen);
        assertThat(forwarded(response).head().query()).isEqualTo("a=b");
    }

    @Test
    void fields_are_removed_and_set_on_the_way_in_and_out() {
        Handler door = door(route(
                "/a",
                "headers: {request: {set: {x-shop: blue, Host: shop.internal}, remove: ['X-Debug']},"
                        + " response: {set: {x-by: us}, remove: ['X-Secret']}}"));
        Response response = door.handle(ask("GET", "/a", "x-debug: 1 / x-shop: red / host: a.test"));
        var head = forwarded(response).head().headers();
        assertThat(head.all("x-shop")).containsExactly("blue");
        assertThat(head.has("x-debug")).isFalse();
        assertThat(head.first("host")).contains("shop.internal");
        assertThat(head.first("x-forwarded-host")).as("what the client asked").contains("a.test");
        assertThat(response.headers().first("x-by")).contains("us");
        assertThat(forwarded(response).withheld().test("x-secret")).isTrue();
        assertThat(forwarded(response).withheld().test("x-other")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {scope: orders}                  | authorization: Bearer good | forwarded
        {scope: orders}                  | authorization: Bearer poor | 403 forbidden
        {role: admin}                    | authorization: Bearer good | 403 forbidden
        {role: clerk}                    | authorization: Bearer good | forwarded
        {scope: orders, role: clerk}     | authorization: Bearer poor | 403 forbidden
        {audience: 'https://id.example.org'} | authorization: Bearer good | forwarded
        {audience: 'https://orders'}     | authorization: Bearer good | 401 unauthorized
        {dpop: true}                     | authorization: Bearer good | 401 unauthorized
        {dpop: true}                     | ''                         | 401 unauthorized
        {role: clerk}                    | ''                         | 401 unauthorized
        """)
    void a_route_asks_of_the_token_what_the_configuration_says(String require, String headers, String fate) {
        Response response = door(route("/a", "require: " + require)).handle(ask("GET", "/a", headers));
        assertThat(response.body() instanceof ResponseBody.Forward ? "forwarded" : Behind.type(response))
                .isEqualTo(fate);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        api     | /v1/x     | authorization: Bearer good       | forwarded
        api     | /web/v1/x | cookie: __Host-access_token=good | 404 not-found
        browser | /v1/x     | authorization: Bearer good       | 404 not-found
        browser | /web/v1/x | cookie: __Host-access_token=good | forwarded
        both    | /v1/x     | authorization: Bearer good       | forwarded
        both    | /web/v1/x | cookie: __Host-access_token=good | forwarded
        browser | /web/v1/x | ''                               | 401 unauthorized
        """)
    void T42_a_route_opens_to_the_gates_that_it_names(String gate, String path, String headers, String fate) {
        Handler door = door(route("/v1/x", "require: {scope: orders}, gate: " + gate));
        Response response = door.handle(ask("GET", path, headers));
        assertThat(response.body() instanceof ResponseBody.Forward ? "forwarded" : Behind.type(response))
                .isEqualTo(fate);
    }

    @Test
    void T37_identity_goes_inward_as_the_route_says_and_never_as_the_client_says() {
        String forged = GOOD + " / sallyport-identity: admin / sallyport_identity: admin / x-user: admin";
        Request bearer = inward("bearer", forged);
        assertThat(bearer.headers().first("authorization")).contains("Bearer good");
        assertThat(bearer.headers().has("sallyport-identity")).isFalse();
        assertThat(bearer.headers().has("sallyport_identity")).isFalse();
        Request none = inward("none", forged);
        assertThat(none.headers().has("authorization")).isFalse();
        assertThat(none.headers().has("sallyport-identity")).isFalse();
        Request signed = inward("signed", forged);
        assertThat(signed.headers().has("authorization")).isFalse();
        String identity = signed.headers().first("sallyport-identity").orElseThrow();
        assertThat(signed.headers().all("sallyport-identity")).hasSize(1);
        assertThat(identity).startsWith("sallyport-identity+jwt {");
        var claims = Json.mapper().readTree(identity.substring(identity.indexOf('{')));
        assertThat(claims.path("aud").get(0).asString()).isEqualTo("http://10.0.0.5:9000");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(60);
        assertThat(claims.path("scope").asString()).isEqualTo("orders profile");
        assertThat(claims.path("roles").get(0).asString()).isEqualTo("clerk");
    }

    @Test
    void an_open_route_that_names_nobody_passes_no_token_on() {
        Response named = door(route("/a", "identity: none")).handle(ask("GET", "/a", GOOD + " / dpop: x"));
        assertThat(forwarded(named).head().headers().has("authorization")).isFalse();
        assertThat(forwarded(named).head().headers().has("dpop")).isFalse();
    }

    private static Request inward(String identity, String headers) {
        Handler door = door(route("/a", "require: {scope: orders}, identity: " + identity));
        return forwarded(door.handle(ask("GET", "/a", headers))).head();
    }

    @Test
    void pages_of_the_routes_own_list_may_read_its_answers_and_no_others() {
        Handler door =
                door(route("/a", "cors: ['https://shop.example.org']"), route("/b", "cors: []"), route("/c", "csp: x"));
        assertThat(allowed(door, "/a", "https://shop.example.org")).isTrue();
        assertThat(allowed(door, "/a", TestGates.LISTED)).isFalse();
        assertThat(allowed(door, "/b", TestGates.LISTED)).isFalse();
        assertThat(allowed(door, "/c", TestGates.LISTED)).as("the house's list").isTrue();
        Request preflight =
                ask("OPTIONS", "/a", "origin: https://shop.example.org / access-control-request-method: POST");
        assertThat(door.handle(preflight).headers().first("access-control-allow-origin"))
                .contains("https://shop.example.org");
    }

    @Test
    void a_route_on_one_host_shares_nothing_of_the_house_on_another() {
        Handler door = door(route("/**", "host: www.example.org, cors: ['https://shop.example.org']"));
        String pages = "origin: " + TestGates.LISTED;
        String shop = "origin: https://shop.example.org";
        assertThat(shares(door, "/sign-in", pages + " / host: id.example.org")).isFalse();
        assertThat(shares(door, "/", shop + " / host: id.example.org")).isFalse();
        assertThat(shares(door, "/", shop + " / host: www.example.org")).isTrue();
    }

    private static boolean shares(Handler door, String path, String headers) {
        return door.handle(ask("GET", path, headers)).headers().has("access-control-allow-origin");
    }

    private static boolean allowed(Handler door, String path, String origin) {
        return door.handle(ask("GET", path, "origin: " + origin)).headers().has("access-control-allow-origin");
    }

    @Test
    void a_route_has_the_policy_that_it_says() {
        Handler door =
                door(route("/a", "csp: 'default-src https:'"), route("/b", "csp: origin"), route("/c", "retries: 1"));
        assertThat(csp(door, "/a")).containsExactly("default-src https:");
        assertThat(csp(door, "/b")).as("the origin's own stands").isEmpty();
        assertThat(csp(door, "/c")).containsExactly(SecurityHeaders.NOTHING);
    }

    private static List<String> csp(Handler door, String path) {
        return door.handle(ask("GET", path, "")).headers().all("content-security-policy");
    }

    @Test
    void T43_a_route_has_limits_of_its_own_on_rate_and_body() {
        Handler door = door(route("/a", "limits: [{rate: 2/h}], body: 10"), route("/b", "retries: 1"));
        Request large = ask("POST", "/a", "").with(RequestBody.of(new byte[11]));
        assertThat(Behind.type(door.handle(large))).isEqualTo("413 too-large");
        assertThat(door.handle(ask("GET", "/a", "")).status()).isZero();
        assertThat(Behind.type(door.handle(ask("GET", "/a", "")))).isEqualTo("429 rate-limited");
        assertThat(door.handle(ask("GET", "/b", "")).status()).isZero();
    }

    @Test
    void the_same_caller_is_sent_to_the_same_origin_by_its_cookie_which_goes_no_further() {
        Handler door = door("{path: /a, to: ['http://10.0.0.1:1', 'http://10.0.0.2:1', 'http://10.0.0.3:1'],"
                + " require: none, balance: {hash: {cookie: who}}}");
        for (String who : List.of("anna", "ben", "cleo", "dan")) {
            Response first = door.handle(ask("GET", "/a", "cookie: who=" + who));
            assertThat(forwarded(first).head().headers().has("cookie")).isFalse();
            String fate = fate(first);
            for (int i = 0; i < 5; i++) {
                assertThat(fate(door.handle(ask("GET", "/a", "cookie: who=" + who))))
                        .isEqualTo(fate);
            }
        }
    }

    @Test
    void patience_and_retries_are_the_routes() {
        Response response = door(route("/a", "timeout: {connect: 200ms, read: 3s}, retries: 0, retry_on: [502, 429]"))
                .handle(ask("GET", "/a", ""));
        var terms = forwarded(response).terms();
        assertThat(terms.connect()).hasMillis(200);
        assertThat(terms.read()).hasSeconds(3);
        assertThat(terms.retries()).isZero();
        assertThat(terms.retryOn()).containsExactlyInAnyOrder(502, 429);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/a/** | strip: /v1, rewrite: /b      | exclude one another
        /v1/a/** | strip: /v                    | whole segments
        /v1/a/** | strip: /v1/a/b               | beginning of the path
        /v1/a/** | strip: /                     | beginning of the path
        /a       | rewrite: b                   | rewrite must be a path
        /a       | rewrite: /b/**               | rewrite must be a path
        /a       | retry_on: [404]              | retry_on must list
        /a       | gate: browser                | begins with /v1/
        /v1/a    | gate: browser, require: {dpop: true} | neither dpop nor audience
        /a       | identity: signed             | require other than none
        /a       | balance: random              | balance must be
        /a       | methods: []                  | methods must name
        /a       | csp: ' '                     | csp must be
        /a       | require: {}                  | require must be
        /a       | require: {dpop: false}       | require must be
        /a       | require: {role: Admin}       | a role is
        /a       | headers: {request: {set: {'Sallyport-Identity': x}}}  | sets it itself
        /a       | headers: {request: {remove: ['Authorization']}}       | sets it itself
        /a       | headers: {request: {remove: ['Host']}}                | set it to another
        /a       | headers: {request: {set: {Transfer-Encoding: x}}}     | sets it itself
        /a       | headers: {response: {set: {Connection: x}}}           | sets it itself
        /a       | headers: {response: {set: {Access-Control-Allow-Origin: x}}} | cors and csp
        /a       | headers: {response: {set: {'a b': x}}}                | must name header fields
        """)
    void what_could_be_misread_or_would_break_the_house_is_a_mistake(String path, String keys, String words) {
        assertThatThrownBy(() -> TestGates.read(route(path, keys)))
                .as(keys)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_route_is_told_in_one_line() {
        String told =
                RouteFacts.told(TestGates.read("{path: /v1/orders/**, host: shop.example.org, methods: [GET, POST],"
                        + " to: ['http://10.0.0.5:9000', 'http://10.0.0.6:9000'], require: {scope: orders, dpop: true},"
                        + " gate: api, identity: signed, balance: least-requests, strip: /v1, health: {path: /health},"
                        + " body: 1000, limits: [{rate: 5/m, per: client}]}"));
        assertThat(told)
                .contains("GET,POST", "shop.example.org/v1/orders/**", "http://10.0.0.5:9000,http://10.0.0.6:9000")
                .contains("token with scope orders, bound by DPoP; api gate; identity signed; least-requests")
                .contains("without /v1; health by /health; up to 1000 bytes; 5/60s per client");
    }
}

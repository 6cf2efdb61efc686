package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies are told that ask before they let a request pass (T41). */
class ForwardAuthTest {
    private static final String PROXY = "10.1.1.1";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private Handler door;

    @BeforeEach
    void open() {
        door = gates().open().handler();
    }

    private static TestGates gates() {
        return new TestGates()
                .trusting("10.0.0.0/8")
                .route("/v1/orders/**", "{\"scope\":\"orders\"}", NOWHERE)
                .route("/v1/status", "\"none\"", NOWHERE)
                .route("/grafana/**", "{\"scope\":\"orders\"}", NOWHERE)
                .limited(Limit.of("/v1/status", "2/h"));
    }

    private static Request question(String gate, String method, String target) {
        return Request.of("GET", "/forward-auth/" + gate)
                .from(address(PROXY))
                .header("x-forwarded-for", "198.51.100.7")
                .header("x-forwarded-method", method)
                .header("x-forwarded-uri", target);
    }

    private static Address address(String literal) {
        return new Address(InetAddress.ofLiteral(literal));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            the scope is there                  | GET     | /v1/orders/7            | Bearer good      | 200
            at the base of the route            | POST    | /v1/orders              | Bearer good      | 200
            with a query                        | GET     | /v1/orders?after=3%2F4  | Bearer good      | 200
            HEAD is GET                         | HEAD    | /v1/orders              | Bearer good      | 200
            an absolute target                  | GET     | http://x/v1/orders      | Bearer good      | 200
            RFC 6750 §3.1 the scope is not there | GET    | /v1/orders/7            | Bearer poor      | 403
            an expired token                    | GET     | /v1/orders/7            | Bearer bad       | 401
            no token                            | GET     | /v1/orders/7            |                  | 401
            RFC 6750 §3 a malformed header      | GET     | /v1/orders/7            | Bearer           | 401
            another scheme                      | GET     | /v1/orders/7            | Basic Z29vZDo=   | 401
            control of the scheme               | GET     | /v1/orders/7            | Bearer good good | 401
            an open route                       | GET     | /v1/status              |                  | 200
            a path that begins like a route     | GET     | /v1/ordersx             | Bearer good      | 403
            no route                            | GET     | /v1/profile             | Bearer good      | 403
            a route under the browser gate      | GET     | /web/v1/orders/7        | Bearer good      | 403
            OPTIONS opens nothing               | OPTIONS | /v1/orders/7            | Bearer good      | 403
            an unknown method opens nothing     | BREW    | /v1/orders/7            | Bearer good      | 403
            T38 a dot segment                   | GET     | /v1/status/../orders/7  | Bearer good      | 400
            T38 an escaped slash                | GET     | /v1/status%2f7          | Bearer good      | 400
            T38 a parameter                     | GET     | /v1/status;x            | Bearer good      | 400
            T38 escaped twice                   | GET     | /v1/%256frders          | Bearer good      | 400
            T38 an empty segment                | GET     | //v1/status             | Bearer good      | 400
            the server as a whole               | OPTIONS | *                       | Bearer good      | 403
            """)
    void T41_the_api_gate_is_asked(String what, String method, String target, String credential, int status) {
        Request question = question("api", method, target);

        Response answer = door.handle(credential == null ? question : question.header("authorization", credential));

        assertThat(answer.status()).as(what).isEqualTo(status);
        assertThat(answer.headers().all("cache-control")).containsExactly("no-store");
        if (status == 401 || (status == 403 && what.startsWith("RFC"))) {
            assertThat(answer.headers().first("www-authenticate").orElse("")).startsWith("Bearer realm=");
        }
        if (status == 200) {
            assertThat(answer.headers().first("authorization")).isEqualTo(Optional.ofNullable(credential));
            assertThat(text(answer)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a session                       | GET  | /web/v1/orders/7 | __Host-access_token=good                    |       | 200
            a page guarded by the cookie    | GET  | /grafana/d/1     | __Host-access_token=good                    |       | 200
            without the scope               | GET  | /web/v1/orders/7 | __Host-access_token=poor                    |       | 403
            no cookie                       | GET  | /web/v1/orders/7 |                                             |       | 401
            a wrong cookie                  | GET  | /web/v1/orders/7 | __Host-access_token=bad                     |       | 401
            a malformed cookie              | GET  | /web/v1/orders/7 | __Host-access_token                         |       | 401
            an empty one                    | GET  | /web/v1/orders/7 | __Host-access_token=                        |       | 401
            one of binary                   | GET  | /web/v1/orders/7 | __Host-access_token="\u00ff%00              |       | 401
            RFC 6265bis §5.8.3 sent twice   | GET  | /web/v1/orders/7 | __Host-access_token=good; __Host-access_token=good | | 401
            an open route behind the gate   | GET  | /web/v1/status   |                                             |       | 401
            no route                        | GET  | /web/v1/profile  | __Host-access_token=good                    |       | 403
            a change with the CSRF token    | POST | /web/v1/orders   | __Host-access_token=good; __Host-csrf_token=token | token | 200
            a change without it             | POST | /web/v1/orders   | __Host-access_token=good; __Host-csrf_token=token |       | 403
            a change with a wrong one       | POST | /web/v1/orders   | __Host-access_token=good; __Host-csrf_token=token | other | 403
            OPTIONS opens nothing           | OPTIONS | /web/v1/orders | __Host-access_token=good                   |       | 403
            T38 a dot segment               | GET  | /web/../v1/orders | __Host-access_token=good                   |       | 400
            """)
    void T41_the_browser_gate_is_asked(
            String what, String method, String target, String cookie, String csrf, int status) {
        Request question = question("browser", method, target);
        question = cookie == null ? question : question.header("cookie", cookie);
        question = csrf == null ? question : question.header("x-csrf-token", csrf);

        Response answer = door.handle(question);

        assertThat(answer.status()).as(what).isEqualTo(status);
        assertThat(answer.headers().all("cache-control")).containsExactly("no-store");
        if (status == 200) {
            assertThat(answer.headers().all("authorization"))
                    .as("the token that took the cookie's place")
                    .containsExactly("Bearer good");
        }
    }

    @Test
    void T42_L12_neither_question_takes_the_credential_of_the_other_gate() {
        Response cookieAtApi =
                door.handle(question("api", "GET", "/v1/orders").header("cookie", "__Host-access_token=good"));
        Response bearerAtBrowser =
                door.handle(question("browser", "GET", "/web/v1/orders").header("authorization", "Bearer good"));
        Response both = door.handle(question("browser", "GET", "/web/v1/orders")
                .header("cookie", "__Host-access_token=good")
                .header("authorization", "Bearer good"));

        assertThat(cookieAtApi.status()).isEqualTo(401);
        assertThat(bearerAtBrowser.status()).isEqualTo(400);
        assertThat(both.status()).isEqualTo(400);
        assertThat(Json.tree(bytes(both)).path("type").asString()).isEqualTo("/problems/mixed-credentials");
    }

    @Test
    void T11_a_change_from_another_sites_page_is_refused() {
        Response answer = door.handle(question("browser", "POST", "/web/v1/orders")
                .header("cookie", "__Host-access_token=good; __Host-csrf_token=token")
                .header("x-csrf-token", "token")
                .header("origin", "https://evil.example"));

        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "browser"})
    void T36_only_trusted_proxies_may_ask(String gate) {
        for (String stranger : new String[] {"203.0.113.9", "127.0.0.1", "::1"}) {
            Response answer = door.handle(question(gate, "GET", "/v1/status")
                    .from(address(stranger))
                    .header("authorization", "Bearer good")
                    .header("x-sallyport-question", "GET - /v1/status"));
            assertThat(answer.status()).as(stranger).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nginx                          | x-original-method=GET, x-original-uri=/v1/status                                      | 200
            nginx with the other spelling  | X-Original-Method=GET, X-Original-URI=/v1/status                                      | 200
            no method                      | x-forwarded-uri=/v1/status                                                            | 400
            no target                      | x-original-method=GET                                                                 | 400
            nothing                        | x-forwarded-host=shop.example                                                         | 400
            a client adds another target   | x-original-method=GET, x-original-uri=/v1/orders, x-forwarded-uri=/v1/status           | 400
            a client adds another method   | x-forwarded-method=POST, x-forwarded-uri=/v1/status, x-original-method=GET             | 400
            both say the same              | x-forwarded-method=GET, x-forwarded-uri=/v1/status, x-original-uri=/v1/status          | 200
            a method in lower case         | x-forwarded-method=get, x-forwarded-uri=/v1/status                                    | 400
            a target with a space          | x-forwarded-method=GET, x-forwarded-uri=/v1/status x                                  | 400
            a host that is none            | x-forwarded-method=GET, x-forwarded-uri=/v1/status, x-forwarded-host=a b              | 400
            a forged name of the house     | x-sallyport-question=GET - /v1/status                                                 | 400
            """)
    void T41_an_unclear_question_opens_nothing(String what, String headers, int status) {
        Request question = Request.of("GET", "/forward-auth/api").from(address(PROXY));
        for (String header : headers.split(", ")) {
            String[] pair = header.split("=", 2);
            question = question.header(pair[0], pair[1]);
        }

        assertThat(door.handle(question).status()).as(what).isEqualTo(status);
    }

    @Test
    void L27_a_question_is_counted_as_the_request_it_is_about_and_by_the_clients_address() {
        Handler all = gates().limited(Limit.of("/**", "2/h")).open().handler();

        assertThat(all.handle(question("api", "GET", "/v1/status")).status()).isEqualTo(200);
        assertThat(all.handle(question("api", "GET", "/v1/status")).status()).isEqualTo(200);
        Response third = all.handle(question("api", "GET", "/v1/status"));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.headers().has("retry-after")).isTrue();
        assertThat(all.handle(question("api", "GET", "/v1/status").header("x-forwarded-for", "198.51.100.8"))
                        .status())
                .as("another client of the same proxy")
                .isEqualTo(200);
    }

    @Test
    void T41_everything_that_a_route_says_of_who_may_pass_is_asked() {
        Handler all = new TestGates()
                .trusting("10.0.0.0/8")
                .route("{\"path\":\"/v1/a\",\"to\":[\"http://127.0.0.1:9\"],\"require\":{\"role\":\"staff\"}}")
                .route(
                        "{\"path\":\"/v1/b\",\"to\":[\"http://127.0.0.1:9\"],\"require\":\"none\",\"methods\":[\"GET\"]}")
                .route(
                        "{\"path\":\"/v1/c\",\"to\":[\"http://127.0.0.1:9\"],\"require\":\"none\",\"host\":\"shop.example\"}")
                .route(
                        "{\"path\":\"/v1/d\",\"to\":[\"http://127.0.0.1:9\"],\"require\":{\"scope\":\"orders\"},\"gate\":\"browser\"}")
                .route(
                        "{\"path\":\"/v1/e\",\"to\":[\"http://127.0.0.1:9\"],\"require\":{\"scope\":\"orders\"},\"identity\":\"none\"}")
                .open()
                .handler();

        assertThat(all.handle(bearing("/v1/a")).status()).as("another role").isEqualTo(403);
        assertThat(all.handle(bearing("/v1/b")).status()).isEqualTo(200);
        assertThat(all.handle(question("api", "POST", "/v1/b")).status())
                .as("another method")
                .isEqualTo(403);
        assertThat(all.handle(bearing("/v1/c")).status()).as("another host").isEqualTo(403);
        assertThat(all.handle(bearing("/v1/c").header("x-forwarded-host", "shop.example:443"))
                        .status())
                .isEqualTo(200);
        assertThat(all.handle(bearing("/v1/d")).status()).as("another gate").isEqualTo(403);
        assertThat(all.handle(question("browser", "GET", "/web/v1/d").header("cookie", "__Host-access_token=good"))
                        .status())
                .isEqualTo(200);
        Response unnamed = all.handle(bearing("/v1/e"));
        assertThat(unnamed.status()).isEqualTo(200);
        assertThat(unnamed.headers().has("authorization"))
                .as("the origin is not to know")
                .isFalse();
    }

    private static Request bearing(String target) {
        return question("api", "GET", target).header("authorization", "Bearer good");
    }

    @Test
    void only_the_two_questions_are_there_and_they_are_read() {
        assertThat(door.handle(question("api", "GET", "/v1/status").at("/forward-auth/other"))
                        .status())
                .isEqualTo(404);
        Request written = new Request(
                "POST",
                "/forward-auth/api",
                "",
                question("api", "GET", "/v1/status").headers(),
                RequestBody.EMPTY,
                address(PROXY),
                false,
                "1",
                Map.of(),
                Optional.empty());
        assertThat(door.handle(written).status()).isEqualTo(405);
        assertThat(gates().open().routes())
                .filteredOn(route -> route.template().startsWith("/forward-auth"))
                .hasSize(2)
                .allSatisfy(route -> assertThat(route.access()).isInstanceOf(Access.Open.class));
    }

    private static byte[] bytes(Response response) {
        return ((ResponseBody.Bytes) response.body()).bytes();
    }

    private static String text(Response response) {
        return new String(bytes(response), StandardCharsets.UTF_8);
    }
}

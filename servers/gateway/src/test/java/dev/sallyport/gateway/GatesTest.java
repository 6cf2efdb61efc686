package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not pass the gates, on every kind of path: in this process, in another, of the configuration, of a page. */
class GatesTest {
    private static final List<String> PATHS =
            List.of("/v1/profile", "/web/v1/profile", "/v1/files/7", "/shop/7", "/oauth2/token", "/sign-in", "/");

    private static Behind behind;
    private static Street remote;
    private static Street street;
    private static Handler door;

    @BeforeAll
    static void open() throws Exception {
        behind = new Behind();
        remote = Street.behind(request -> behind.handle(request));
        GatewayServer gateway = gates(remote.url()).open();
        door = gateway.handler();
        street = Street.open(gateway);
    }

    private static TestGates gates(URI other) {
        Handler here = request -> behind.handle(request);
        return new TestGates()
                .server("auth", here)
                .server("resource", here)
                .server("frontend", here)
                .server("files", other)
                .route("/shop/**", "\"none\"", other);
    }

    @AfterAll
    static void close() {
        street.close();
        remote.close();
    }

    @BeforeEach
    void forget() {
        behind = new Behind();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CL and TE            | Content-Length: 5~Transfer-Encoding: chunked~~0~~
        TE and CL            | Transfer-Encoding: chunked~Content-Length: 3~~0~~
        CL twice             | Content-Length: 5~Content-Length: 0~~12345
        TE hidden by a tab   | Transfer-Encoding: ^chunked~~0~~
        TE twice             | Transfer-Encoding: chunked~Transfer-Encoding: identity~~0~~
        folded               | X: a~ Transfer-Encoding: chunked~~0~~
        bare LF              | X: a<Transfer-Encoding: chunked~~0~~
        space before colon   | Content-Length : 5~~12345
        NUL                  | X: a@b~~
        Host twice           | Host: b~~
        """)
    void T40_what_could_be_framed_in_two_ways_reaches_no_server_by_any_path(String what, String fields)
            throws IOException {
        String rest = fields.replace("~", "\r\n")
                .replace("<", "\n")
                .replace("^", "\t\u000b")
                .replace("@", "\0");
        for (String path : PATHS) {
            try (var client = new RawClient(street.port())) {
                String answer = client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + rest
                                + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                        .untilClosed();
                assertThat(answer).as("%s at %s", what, path).startsWith("HTTP/1.1 400");
                assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
            }
        }
        assertThat(behind.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/profile/../admin/people",
                "/v1/profile/%2e%2e/admin",
                "/v1/profile/%2E./admin",
                "/v1/profile/..;/admin",
                "/v1/profile;x=y",
                "/v1/profile%3bx",
                "/v1%2fprofile",
                "/v1%5cprofile",
                "/v1/profile%00",
                "/v1/profile%0d%0aX:y",
                "/v1//profile",
                "//v1/profile",
                "/v1/profile%252e",
                "/v1/%2570rofile",
                "/v1/profile#x",
                "/v1/profile%23",
                "/v1/profile%",
                "/v1/profile%c0%af",
                "/./v1/profile",
                "/web/v1/../v1/profile",
                "/shop/../v1/profile",
                "/shop/%2e%2e%2fv1",
                "/v1/profile\\x"
            })
    void T38_a_path_that_could_be_read_in_two_ways_reaches_no_server(String target) throws IOException {
        try (var client = new RawClient(street.port())) {
            assertThat(client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 400");
        }
        assertThat(behind.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/profil%65                       | 200 | /v1/profile
        /v1/PROFILE                         | 404 |
        http://evil.example/v1/profile      | 200 | /v1/profile
        http://evil.example/web/v1/profile  | 401 |
        /v1/profile?next=/../%2e%2e;#       | 400 |
        /v1/profile?next=/../%2e%2e;x       | 200 | /v1/profile
        /%77eb/v1/profile                   | 401 |
        /shop/a%20b                         | 200 | /shop/a b
        """)
    void T38_routes_match_on_the_path_that_the_server_behind_will_see(String target, int status, String path)
            throws IOException {
        try (var client = new RawClient(street.port())) {
            assertThat(client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 " + status);
        }
        assertThat(behind.count()).isEqualTo(path == null ? 0 : 1);
        if (path != null) {
            assertThat(behind.last().path()).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User: admin",
                "x_user_id: 1",
                "X-Auth-Request-Email: admin@example.org",
                "Remote-User: admin",
                "REMOTE_USER: admin",
                "X-Forwarded-User: admin",
                "X.Forwarded.For: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "X-Original-URL: /v1/admin/people",
                "X-Rewrite-URL: /v1/admin/people",
                "X-HTTP-Method-Override: DELETE",
                "X-SSL-Client-Verify: SUCCESS",
                "X-Sallyport-Session: 1",
                "Connection: Authorization, X-CSRF-Token"
            })
    void T37_no_claim_of_a_client_reaches_a_server_by_any_path(String field) throws IOException {
        String name = field.substring(0, field.indexOf(':'));
        String value = field.substring(field.indexOf(':') + 2);
        for (String path : List.of("/v1/profile", "/v1/files/7", "/shop/7", "/oauth2/token", "/sign-in")) {
            forget();
            try (var client = new RawClient(street.port())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n")
                        .head();
            }
            assertThat(behind.count()).as(path).isEqualTo(1);
            assertThat(behind.last().headers().all(name)).as(path).doesNotContain(value);
            assertThat(behind.last().method()).isEqualTo("GET");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-agent: kube-probe/1.30",
                "user-agent: GoogleHC/1.0",
                "x-user: admin",
                "x-forwarded-for: 127.0.0.1",
                "forwarded: for=127.0.0.1",
                "host: localhost",
                "origin: https://id.example.org",
                "referer: https://id.example.org/",
                "x-health-check: 1",
                "sec-fetch-site: same-origin",
                "authorization: Basic YWRtaW46YWRtaW4="
            })
    void T39_no_header_and_no_method_opens_a_door(String field) {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
            Response response = door.handle(Behind.request(method, "/web/v1/profile", field));
            assertThat(response.status()).as(method).isIn(400, 401);
        }
        for (String method : List.of("OPTIONS", "TRACE", "CONNECT", "BREW", "PROPFIND")) {
            door.handle(Behind.request(method, "/web/v1/profile", field));
        }
        assertThat(behind.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-access_token",
                "__Host-access_token=",
                "=good",
                ";;;",
                "__Host-access_token=good; __Host-access_token=good",
                "__Host-access_token =bad",
                "__host-access_token=good",
                "__Host-access_token=\"good",
                "__Host-access_token=\u00ff\u00fe",
                "a=b; __Host-access_token=good, x",
                "__Host-session=good"
            })
    void T41_a_malformed_cookie_is_401_and_never_200_or_500(String cookie) {
        assertThat(Behind.type(door.handle(Behind.request("GET", "/web/v1/profile", "cookie: " + cookie))))
                .isEqualTo("401 unauthorized");
        assertThat(behind.count()).isZero();
    }

    @Test
    void T41_a_cookie_of_many_parts_is_read_in_time_and_refused() throws IOException {
        String many = "a=b; ".repeat(2_500);
        try (var client = new RawClient(street.port())) {
            assertThat(client.send("GET /web/v1/profile HTTP/1.1\r\nHost: a\r\nCookie: " + many + "\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/profile      | cookie: __Host-access_token=good                              | -           | -
        /v1/profile      | cookie: a=b / authorization: Bearer x                         | Bearer x    | -
        /web/v1/profile  | cookie: __Host-access_token=good                              | Bearer good | -
        /auth/me         | cookie: __Host-access_token=good / authorization: Bearer x    | Bearer x    | -
        /v1/auth/login_web | cookie: a=b                                                 | -           | a=b
        /auth/refresh_web | cookie: a=b                                                  | -           | a=b
        /oauth2/authorize | cookie: a=b                                                  | -           | a=b
        /sign-in         | cookie: a=b                                                   | -           | a=b
        /sign-up         | cookie: a=b                                                   | -           | a=b
        /v1/auth/connect_web | cookie: a=b                                               | -           | a=b
        /v1/auth/providers | cookie: a=b                                                 | -           | -
        /                | cookie: a=b                                                   | -           | -
        /v1/auth/login_webx | cookie: a=b                                                | -           | -
        /v1/auth/x/login_web | cookie: a=b                                               | -           | -
        """)
    void T42_a_server_behind_sees_one_credential(String path, String headers, String authorization, String cookie) {
        door.handle(Behind.request("GET", path, headers));
        assertThat(behind.last().headers().first("authorization").orElse("-")).isEqualTo(authorization);
        assertThat(behind.last().headers().first("cookie").orElse("-")).isEqualTo(cookie);
    }

    @Test
    void T42_a_bearer_token_at_the_browser_gate_is_refused_on_every_path() {
        for (String path : List.of("/web/v1/profile", "/web/v1/files/7", "/web/v1/nothing", "/web/v1")) {
            for (String headers : List.of(
                    "authorization: Bearer good",
                    "authorization: Bearer good / cookie: __Host-access_token=good",
                    "authorization: / cookie: __Host-access_token=good")) {
                assertThat(Behind.type(door.handle(Behind.request("GET", path, headers))))
                        .isEqualTo("400 mixed-credentials");
            }
        }
        assertThat(behind.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        origin: https://evil.example
        origin: null
        origin: https://app.example.org
        sec-fetch-site: cross-site
        sec-fetch-site: same-site
        origin: https://id.example.org / origin: https://id.example.org
        """)
    void T11_no_change_from_another_site_passes_the_browser_gate_though_its_cookies_are_right(String headers) {
        String right = "cookie: __Host-access_token=good; __Host-csrf_token=token / x-csrf-token: token / ";
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (String path : List.of("/web/v1/profile", "/web/v1/files")) {
                assertThat(Behind.type(door.handle(Behind.request(method, path, right + headers))))
                        .isEqualTo("403 foreign-origin");
            }
        }
        assertThat(behind.count()).isZero();
    }

    @Test
    void T43_more_requests_than_places_are_sent_away_and_places_are_given_back() {
        var meanwhile = new AtomicReference<Response>();
        var narrow = new AtomicReference<Handler>();
        narrow.set(new Shed(1, new SimpleMeterRegistry()).around(request -> {
            if (request.path().equals("/slow")) {
                meanwhile.set(narrow.get().handle(Request.of("GET", "/")));
            }
            return Response.of(200);
        }));
        assertThat(narrow.get().handle(Request.of("GET", "/slow")).status()).isEqualTo(200);
        assertThat(Behind.type(meanwhile.get())).isEqualTo("503 overloaded");
        assertThat(meanwhile.get().headers().first("retry-after")).contains("1");
        assertThat(narrow.get().handle(Request.of("GET", "/")).status()).isEqualTo(200);
    }

    @Test
    void T43_who_signs_out_still_comes_in_where_all_other_places_are_taken() {
        var statuses = new ArrayList<Integer>();
        var narrow = new AtomicReference<Handler>();
        narrow.set(new Shed(1, new SimpleMeterRegistry()).around(request -> {
            if (request.path().equals("/slow")) {
                for (String path : List.of("/v1/auth/me", "/v1/auth/logout_web", "/oauth2/revoke", "/sign-out")) {
                    statuses.add(narrow.get().handle(Request.of("POST", path)).status());
                }
            }
            return Response.of(200);
        }));
        narrow.get().handle(Request.of("GET", "/slow"));
        assertThat(statuses).containsExactly(503, 200, 200, 200);
    }

    @Test
    void T45_nothing_of_a_request_reaches_a_header_of_the_answer_unasked() throws IOException {
        try (var client = new RawClient(street.port())) {
            String head = client.send("GET /v1/nothing%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: a\r\nOrigin: x\r\n\r\n")
                    .head();
            assertThat(head).startsWith("HTTP/1.1 400").doesNotContain("Set-Cookie");
        }
        Response refused = door.handle(Behind.request("GET", "/v1/nothing", "origin: https://evil.example"));
        assertThat(refused.body()).isInstanceOf(ResponseBody.Bytes.class);
        refused.headers().each((name, value) -> assertThat(value).as(name).doesNotContain("evil"));
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.walls.Probe.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same table of probes through the gateway and through real proxies with what {@code sallyport export} wrote for them: the
 * same answers, and the servers behind are told the same (L22, L27). Where a proxy cannot answer alike, the table says how it
 * answers and why; {@code -} where it is not asked.
 */
@Tag("slow")
class ExportedProxiesTest {
    @TempDir
    static Path folder;

    private static ExportedProxies doors;

    @BeforeAll
    static void open() throws Exception {
        doors = new ExportedProxies(folder);
        doors.open();
    }

    @AfterAll
    static void close() {
        if (doors != null) {
            doors.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 30_000, textBlock = """
            an open route                         | GET /public/x           |                                          | 200 |     |     |
            one path                              | GET /one                |                                          | 200 |     |     |
            below one path                        | GET /one/more           |                                          | 404 |     |     |
            a route that is left to the house     | GET /shop/7             |                                          | 200 |     |     |
            a route of the API gate               | GET /v1/apps/1          | Authorization: Bearer {token}            | 200 |     |     |
            is not one of the other gate          | GET /web/v1/apps/1      | Cookie: {cookies}                        | 404 |     |     |
            HEAD                                  | HEAD /public/x          |                                          | 200 |     |     |
            a query is handed on                  | GET /public/x?a=%2F..;  |                                          | 200 |     |     |
            an escaped letter                     | GET /%70ublic/x         |                                          | 200 |     |     |
            a name in UTF-8                       | GET /public/%C3%A9      |                                          | 200 |     |     |
            an absolute target                    | GET http://x/public/y   |                                          | 200 |     |     |
            an origin that is not there           | GET /v1/nobody/x        |                                          | 502 |     |     |
            T38 a dot segment                     | GET /public/../one      |                                          | 400 |     |     |
            T38 an escaped dot segment            | GET /public/%2e%2e/one  |                                          | 400 |     |     |
            T38 a single dot                      | GET /public/./x         |                                          | 400 |     |     |
            T38 a dot segment at the end          | GET /public/..          |                                          | 400 |     |     |
            T38 an empty segment                  | GET /public//x          |                                          | 400 |     |     |
            T38 an escaped slash                  | GET /public/a%2fb       |                                          | 400 |     |     |
            T38 an escaped backslash              | GET /public/a%5Cb       |                                          | 400 |     |     |
            T38 a parameter                       | GET /public/a;b         |                                          | 400 |     |     |
            T38 an escaped semicolon              | GET /public/a%3bb       |                                          | 400 |     |     |
            T38 a fragment                        | GET /public/a#b         |                                          | 400 |     |     |
            T38 an escaped number sign            | GET /public/a%23b       |                                          | 400 |     |     |
            T38 escaped twice                     | GET /public/%252e       |                                          | 400 |     |     |
            T38 escaped three times               | GET /public/%25%32%65   |                                          | 400 |     |     |
            a lone percent sign, escaped          | GET /public/100%25      |                                          | 200 |     |     |
            T38 a broken escape                   | GET /public/%zz         |                                          | 400 |     | 400 | Go refuses it before Caddy sees it
            T38 not UTF-8                         | GET /public/%C3         |                                          | 400 |     |     |
            T38 a surrogate                       | GET /public/%ED%A0%80   |                                          | 400 |     |     |
            T38 an escaped NUL                    | GET /public/%00         |                                          | 400 |     |     |
            T38 an escaped control character      | GET /public/%C2%85      |                                          | 400 |     |     |
            T38 on the way to a locked route      | GET /public/..%2fv1/orders/1 |                                     | 400 |     |     |
            T38 not ASCII, nor UTF-8              | GET /public/\u00e9      |                                          | 400 |     |     |
            T38 not ASCII                         | GET /public/\u00c3\u00a9 |                                        | 400 |     | 200 | Go escapes it before Caddy sees it
            a method that nobody knows            | BREW /public/x          |                                          | 501 |     | 403 | the house is asked, which knows of no such route
            TRACE                                 | TRACE /public/x         |                                          | 405 | 405 | 403 | nginx refuses before it looks at the path; Caddy asks the house, which knows of no such route
            what can be asked                     | OPTIONS /public/x       |                                          | 204 |     |     |
            what can be asked behind a lock       | OPTIONS /v1/orders/1    |                                          | 204 |     |     |
            L10 a preflight from a listed origin  | OPTIONS /public/x       | Origin: https://app.example.org & Access-Control-Request-Method: POST | 204 |  |  |
            L10 a preflight from another          | OPTIONS /public/x       | Origin: https://evil.example & Access-Control-Request-Method: POST | 204 |  |  |
            L10 a preflight of the house          | OPTIONS /v1/profile     | Origin: https://app.example.org & Access-Control-Request-Method: PATCH | 204 |  |  |
            L10 an answer to a listed origin      | GET /public/x           | Origin: https://app.example.org          | 200 |     |     |
            L10 an answer to another              | GET /public/x           | Origin: https://evil.example             | 200 |     |     |
            L10 a refusal to a listed origin      | GET /v1/orders/1        | Origin: https://app.example.org          | 401 |     |     |
            L10 the browser gate tells nobody     | GET /web/v1/orders/1    | Origin: https://app.example.org & Cookie: {cookies} | 200 |  |  |
            no credential                         | GET /v1/orders/1        |                                          | 401 |     |     |
            a token                               | GET /v1/orders/1        | Authorization: Bearer {token}            | 200 |     |     |
            a token for a change                  | POST /v1/orders         | Authorization: Bearer {token}            | 200 |     |     |
            a token without the scope             | GET /v1/orders/vault/1  | Authorization: Bearer {token}            | 403 |     |     |
            a token that is none                  | GET /v1/orders/1        | Authorization: Bearer x                  | 401 |     |     |
            a malformed credential                | GET /v1/orders/1        | Authorization: Bearer                    | 401 |     |     |
            another scheme                        | GET /v1/orders/1        | Authorization: Basic YTpi                | 401 |     |     |
            T42 a cookie at the API gate          | GET /v1/orders/1        | Cookie: {cookies}                        | 401 |     |     |
            T42 a cookie beside a token           | GET /v1/orders/1        | Authorization: Bearer {token} & Cookie: {cookies} | 200 | |   |
            the browser gate                      | GET /web/v1/orders/1?a=b | Cookie: {cookies}                       | 200 |     |     |
            the browser gate without the scope    | GET /web/v1/orders/vault/1 | Cookie: {cookies}                     | 403 |     |     |
            the browser gate of an open route     | GET /web/v1/few/1       |                                          | 401 |     |     |
            T41 no cookie                         | GET /web/v1/orders/1    |                                          | 401 |     |     |
            T41 a malformed cookie                | GET /web/v1/orders/1    | Cookie: __Host-access_token              | 401 |     |     |
            T41 a wrong cookie                    | GET /web/v1/orders/1    | Cookie: __Host-access_token=x            | 401 |     |     |
            T42 a token at the browser gate       | GET /web/v1/orders/1    | Authorization: Bearer {token}            | 400 |     |     |
            T42 both at the browser gate          | GET /web/v1/orders/1    | Authorization: Bearer {token} & Cookie: {cookies} | 400 | |   |
            a change with its CSRF token          | POST /web/v1/orders     | Cookie: {cookies} & X-CSRF-Token: {csrf} & Origin: {own} | 200 | | |
            a change without it                   | POST /web/v1/orders     | Cookie: {cookies} & Origin: {own}        | 403 | 403 | | auth_request keeps the words to itself
            T11 a change from another site        | POST /web/v1/orders     | Cookie: {cookies} & X-CSRF-Token: {csrf} & Origin: https://evil.example | 403 | 403 | | auth_request keeps the words to itself
            T36 where it came from                | GET /public/x           | X-Forwarded-For: 203.0.113.9 & X-Forwarded-Proto: https & X-Real-IP: 203.0.113.9 & Forwarded: for=203.0.113.9 | 200 | | |
            T37 who somebody is                   | GET /public/x           | X-User: root & X-Auth-Request-Email: a@b.c & Remote-User: root & X-Forwarded-User: root & X-WebAuth-Name: x | 200 | | |
            T37 in other spellings                | GET /public/x           | X_User: root & x-user_id: 7 & REMOTE_USER: root & X_Forwarded_User: root & x_sallyport_person: 1 | 200 | | |
            T37 who somebody is, behind a lock    | GET /v1/orders/1        | Authorization: Bearer {token} & X-User: root & X-Roles: admin | 200 | | |
            T39 another request than the one      | GET /public/x           | X-Original-URI: /one & X-Forwarded-Uri: /one & X-Rewrite-URL: /one & X-HTTP-Method-Override: PUT | 200 | | |
            T41 another request at a lock         | GET /v1/orders/1        | X-Original-URI: /public/x & X-Original-Method: GET & X-Forwarded-Uri: /public/x & X-Forwarded-Method: GET & X-Forwarded-Host: x | 401 | | |
            T41 the scope of another route        | GET /v1/orders/vault/1  | Authorization: Bearer {token} & X-Original-URI: /v1/orders/1 & X-Forwarded-Uri: /v1/orders/1 | 403 | | |
            T36 nobody asks through the proxy     | GET /forward-auth/api   | X-Forwarded-Method: GET & X-Forwarded-Uri: /public/x | 403 |  |  |
            T36 nor at the other gate             | GET /forward-auth/browser | X-Original-Method: GET & X-Original-URI: /public/x & Cookie: {cookies} | 403 | | |
            what a proxy does not know            | GET /public/x           | X-Of-An-Application: 1                   | 200 | 200 |     | nginx hands on the names of a list only
            half a WebSocket                      | GET /public/x           | Upgrade: websocket & Connection: Upgrade | 426 |     |     |
            a WebSocket of another site           | GET /web/v1/orders/1    | Upgrade: websocket & Connection: Upgrade & Sec-WebSocket-Version: 13 & Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== & Cookie: {cookies} & Origin: https://evil.example | 403 | | |
            the same without saying so            | GET /web/v1/orders/1    | Sec-WebSocket-Version: 13 & Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== & Cookie: {cookies} & Origin: https://evil.example | 403 | 403 | | auth_request keeps the words to itself
            what is not expected                  | GET /public/x           | Expect: 200-ok                           | 417 |     | 417 | in words of Go's
            long header fields                    | GET /public/x           | X-Long: {long}                           | 431 |     | 431 | in words of Go's
            a long address                        | GET /public/{long}      |                                          | 414 |     | 431 | Go counts the line among the fields
            a body that is too long               | POST /public/x          | Content-Length: 10737418241              | 413 |     | -   | Caddy has no bound here
            the keys of the house                 | GET /.well-known/jwks.json |                                       | 200 |     |     |
            the house without a credential        | GET /v1/profile         |                                          | 401 |     |     |
            T37 a certificate that nobody showed  | GET /v1/profile         | Client-Cert: x & Client-Cert-Chain: y    | 401 |     |     |
            T37 one at a lock                     | GET /v1/orders/1        | Client-Cert: x & Authorization: Bearer {token} | 200 | |    |
            the house with one                    | GET /v1/profile         | Authorization: Bearer {token}            | 200 |     |     |
            the browser gate of the house         | GET /web/v1/profile     | Cookie: {cookies}                        | 200 |     |     |
            a page of the house                   | GET /problems/forbidden |                                          | 200 |     |     |
            a place of the house that is not there | GET /v1/nothing        |                                          | 404 |     |     |
            a wrong method of the house           | DELETE /.well-known/jwks.json |                                    | 405 |     |     |
            T38 on the way to the house           | GET /v1/../v1/profile   |                                          | 400 |     |     |
            """)
    void L22_the_same_answers_through_the_gateway_and_through_every_proxy(
            String what, String line, String headers, int status, String nginx, String caddy, String because)
            throws Exception {
        String request = doors.request(line, headers == null ? "" : headers);
        Answer ours = Probe.send(doors.house.port(), doors.newcomer(), request);
        assertThat(ours.status()).as("%s by the gateway: %s", what, ours).isEqualTo(status);
        var differences = new ArrayList<String>();
        for (RunningProxy proxy : doors.proxies.values()) {
            String other = proxy.name().equals("nginx") ? nginx : proxy.name().equals("caddy") ? caddy : null;
            if (other != null && other.equals("-")) {
                continue;
            }
            Answer theirs = Probe.send(proxy.port(), doors.newcomer(), request);
            if (other != null) {
                assertThat(because).as(what).isNotBlank();
                assertThat(theirs.status())
                        .as("%s by %s: %s", what, proxy.name(), theirs)
                        .isEqualTo(Integer.parseInt(other));
            } else {
                differences.addAll(ProxyDifferences.between(proxy.name(), ours, theirs));
            }
        }
        assertThat(differences).as(what).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            T40 two hosts                | GET /public/x HTTP/1.1~Host: a~Host: b~~                                          | 400 |     |
            T40 no host                  | GET /public/x HTTP/1.1~~                                                          | 400 |     |
            T40 a length beside chunks   | POST /public/x HTTP/1.1~Host: a~Content-Length: 3~Transfer-Encoding: chunked~~0~~ | 400 | -   | Go takes the chunks and drops the length
            T40 two lengths              | POST /public/x HTTP/1.1~Host: a~Content-Length: 3~Content-Length: 4~~abc          | 400 |     |
            T40 another coding           | POST /public/x HTTP/1.1~Host: a~Transfer-Encoding: gzip~~                         | 400 | -   | 501 by both, before their own configuration
            T40 a method in lower case   | get /public/x HTTP/1.1~Host: a~Connection: close~~                                | 400 | -   | nginx 400, Go takes it
            T40 no version               | GET /public/x nonsense~Host: a~~                                                  | 400 |     |
            T40 NUL in a field           | GET /public/x HTTP/1.1~Host: a~X: a\u0000b~~                                      | 400 |     |
            """)
    void T40_what_could_be_read_in_two_ways_passes_no_door(
            String what, String bytes, int status, String elsewhere, String because) throws Exception {
        String request = bytes.replace("~", "\r\n");
        assertThat(Probe.send(doors.house.port(), doors.newcomer(), request).status())
                .as(what)
                .isEqualTo(status);
        for (RunningProxy proxy : doors.proxies.values()) {
            Answer theirs = Probe.send(proxy.port(), doors.newcomer(), request);
            if (elsewhere == null) {
                assertThat(theirs.status())
                        .as("%s by %s: %s", what, proxy.name(), theirs)
                        .isEqualTo(status);
            } else {
                assertThat(theirs.status())
                        .as("%s by %s: %s", what, proxy.name(), because)
                        .isIn(0, 200, 400, 403, 501);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "traefik"})
    void L27_the_limits_of_tier_one_are_the_same(String name) throws Exception {
        RunningProxy proxy = doors.proxy(name);
        for (String line :
                List.of("GET /v1/few/1", "POST /v1/auth/login_web", "POST /auth/login_web", "GET /public/x")) {
            String request = doors.request(line, "Content-Type: application/json");
            List<Integer> ours = statuses(doors.house.port(), request);
            List<Integer> theirs = statuses(proxy.port(), request);
            assertThat(theirs).as(line).isEqualTo(ours);
        }
        assertThat(statusesSaying(proxy.port()))
                .as("T36 who says to be another")
                .endsWith(429, 429);
        String from = doors.newcomer();
        for (int i = 0; i < 3; i++) {
            assertThat(Probe.send(proxy.port(), from, doors.request("GET /v1/few/1", ""))
                            .status())
                    .isEqualTo(200);
        }
        Answer limited =
                Probe.send(proxy.port(), from, doors.request("GET /v1/few/1", "Origin: https://app.example.org"));
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Long.parseLong(limited.header("retry-after"))).isBetween(1L, 1_200L);
        if (!name.equals("traefik")) {
            assertThat(limited.problem()).isEqualTo("/problems/rate-limited");
            assertThat(limited.header("access-control-allow-origin")).isEqualTo("https://app.example.org");
        }
        assertThat(Probe.send(proxy.port(), doors.newcomer(), doors.request("GET /v1/few/1", ""))
                        .status())
                .as("another address")
                .isEqualTo(200);
    }

    /** Sign-ins from one address that says to be another each time. */
    private static List<Integer> statusesSaying(int port) throws Exception {
        String from = doors.newcomer();
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 7; i++) {
            String said = "Content-Type: application/json & X-Forwarded-For: 203.0.113." + i
                    + " & Forwarded: for=203.0.113." + i + " & X-Real-IP: 203.0.113." + i;
            statuses.add(Probe.send(port, from, doors.request("POST /v1/auth/login_web", said))
                    .status());
        }
        return statuses;
    }

    private static List<Integer> statuses(int port, String request) throws Exception {
        String from = doors.newcomer();
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 7; i++) {
            statuses.add(Probe.send(port, from, request).status());
        }
        return statuses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "caddy", "traefik"})
    void T41_a_house_that_does_not_answer_opens_nothing(String name) throws Exception {
        doors.proxy(name);
        Path program = RunningProxy.program(name).orElseThrow();
        try (var alone = doors.begin(name, program, folder.resolve(name + "-alone"), RunningHouse.freePort())) {
            for (String line : List.of("GET /v1/orders/1", "GET /web/v1/orders/1", "GET /v1/profile")) {
                boolean browser = line.contains("/web");
                Answer answer = Probe.send(
                        alone.port(),
                        doors.newcomer(),
                        doors.request(line, browser ? "Cookie: {cookies}" : "Authorization: Bearer {token}"));
                assertThat(answer.status()).as("%s: %s", line, answer).isBetween(500, 599);
                assertThat(answer.body()).doesNotContain("\"headers\"");
            }
        }
    }

    @Test
    void every_program_that_can_be_had_was_asked() {
        for (String name : List.of("nginx", "caddy")) {
            assumeTrue(
                    doors.proxies.containsKey(name),
                    "there is no program " + name + " here; Debian has a package of that name");
        }
        assertThat(doors.proxies).containsKeys("nginx", "caddy");
    }
}

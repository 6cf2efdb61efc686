package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Handler;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway and servers of other processes tell each other in their heads, and what clients hear of it. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class RemoteHeadsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no HTTP              | nonsense~~
        a status of none     | HTTP/1.1 999 No~Content-Length: 0~~
        a switch unasked     | HTTP/1.1 101 Switching Protocols~Connection: Upgrade~Upgrade: x~~
        closed at once       | HTTP/1.1
        two lengths          | HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~123456
        a length beside chunks | HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~
        """)
    void T40_an_answer_from_behind_that_can_be_read_in_two_ways_is_not_handed_on(String what, String answer)
            throws Exception {
        try (var origin = new RawOrigin(answer.replace("~", "\r\n"));
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            assertThat(client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .as(what)
                    .startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void what_a_server_behind_says_of_itself_and_of_its_connection_goes_no_further() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\nServer: nginx/1.2\r\nX-Powered-By: PHP/5\r\nX-AspNet-Version: 4\r\nVia: 1.1 x\r\n"
                        + "Connection: close, X-Nominated\r\nX-Nominated: secret\r\nKeep-Alive: timeout=5\r\n"
                        + "Proxy-Authenticate: Basic\r\nX-Request-Id: theirs\r\nAccess-Control-Allow-Origin: *\r\n"
                        + "Access-Control-Allow-Credentials: true\r\nContent-Security-Policy: default-src *\r\n"
                        + "Cache-Control: public\r\nVary: Accept-Encoding\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"
                        + "X-Mine: kept\r\nContent-Length: 2\r\n\r\nok";
        try (var origin = new RawOrigin(answer);
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            String head = client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\r\n")
                    .head()
                    .toLowerCase(Locale.ROOT);
            assertThat(head)
                    .startsWith("http/1.1 200")
                    .contains(
                            "x-mine: kept",
                            "set-cookie: a=b",
                            "set-cookie: c=d",
                            "vary: accept-encoding",
                            "vary: origin")
                    .contains("content-security-policy: " + SecurityHeaders.NOTHING, "cache-control: no-store")
                    .contains("x-request-id: street-")
                    .doesNotContain(
                            "nginx",
                            "php",
                            "aspnet",
                            "via:",
                            "connection:",
                            "nominated",
                            "keep-alive",
                            "proxy-",
                            "theirs",
                            "access-control-",
                            "default-src *",
                            "cache-control: public");
            assertThat(client.bytes(2)).isEqualTo("ok");
            assertThat(client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head())
                    .as("the client's connection is not the origin's")
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void T36_a_server_behind_is_told_where_a_request_came_from_and_by_nobody_else() throws Exception {
        try (var origin = new RawOrigin("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var own = Street.open(
                        new TestGates().server("resource", origin.url()).open());
                var client = new RawClient(own.port())) {
            client.send("GET /v1/profile HTTP/1.1\r\nHost: id.example.org\r\nForwarded: for=9.9.9.9;proto=https\r\n"
                            + "X-Forwarded-For: 9.9.9.9\r\nX_Forwarded_For: 9.9.9.9\r\nX-Real-IP: 9.9.9.9\r\n"
                            + "X-User: admin\r\nCookie: a=b\r\nConnection: X-Nominated\r\nX-Nominated: x\r\n"
                            + "TE: trailers\r\nProxy-Authorization: Basic x\r\nX-Custom: kept\r\n\r\n")
                    .head();
            String head = origin.head().toLowerCase(Locale.ROOT);
            assertThat(head)
                    .as("RFC 7239 §4")
                    .contains("forwarded: for=127.0.0.1;proto=http;host=\"id.example.org\"\r\n")
                    .contains(
                            "x-forwarded-for: 127.0.0.1\r\n", "x-forwarded-proto: http\r\n", "host: id.example.org\r\n")
                    .contains("x-request-id: street-", "x-custom: kept")
                    .doesNotContain(
                            "9.9.9.9", "x-user", "cookie", "nominated", "te:", "proxy-authorization", "real-ip");
        }
    }

    @Test
    void T36_a_server_behind_believes_the_gateway_it_trusts() throws Exception {
        var seen = new Behind();
        Handler inner = new Provenance(TrustedProxies.NONE, false, Optional.of(TestGates.SEAL)).around(seen);
        try (var believing = Street.behind(inner);
                var own = Street.open(new TestGates()
                        .trusting("127.0.0.1")
                        .server("resource", believing.url())
                        .open());
                var client = new RawClient(own.port())) {
            client.send("GET /v1/profile HTTP/1.1\r\nHost: a\r\nForwarded: for=\"[2001:db8::7]\";proto=https\r\n\r\n")
                    .head();
            assertThat(seen.last().peer().value().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
            assertThat(seen.last().secure()).isTrue();
            assertThat(seen.last().id()).as("one name in both logs").startsWith("street-");
            assertThat(seen.last().headers().has("forwarded")).isFalse();
        }
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in from the street gets a 4xx that says what was wrong; nothing breaks and nothing secret is logged. */
@Tag("slow")
class BadInputTest {
    private static final String JSON = "application/json";

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Caller caller;

    @BeforeAll
    static void open() throws Exception {
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        caller = new Caller(house);
    }

    @AfterAll
    static void close() throws Exception {
        caller.close();
        house.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not JSON                 | {                                                        | 400
            nothing                  |                                                          | 400
            an array                 | []                                                       | 422
            null                     | null                                                     | 422
            trailing text            | {"email":"a@b.c","password":"x"} x                       | 400
            a number for a text      | {"email":7,"password":"x"}                               | 422
            an unknown field         | {"email":"a@b.c","password":"x","admin":true}            | 422
            a duplicate field        | {"email":"a@b.c","email":"d@e.f","password":"x"}         | 400
            a missing field          | {"email":"a@b.c"}                                        | 422
            """)
    void a_bad_body_is_named(String what, String body, int status) {
        Answer answer = caller.send("POST", "/v1/auth/login_web", body == null ? "" : body, "content-type", JSON);
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isEqualTo(status);
        assertThat(answer.header("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).isNotEmpty();
    }

    @Test
    void every_mistake_is_reported_at_once_by_json_pointer() {
        Answer answer =
                caller.send("POST", "/v1/auth/login_web", "{\"emial\":\"a@b.c\",\"password\":7}", "content-type", JSON);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("/emial", "/email", "/password");
    }

    @Test
    void T43_deep_json_and_long_bodies_are_refused() {
        String deep = "[".repeat(30_000) + "]".repeat(30_000);
        assertThat(caller.send("POST", "/v1/auth/login_web", deep, "content-type", JSON)
                        .status())
                .isEqualTo(400);
        String longer = "{\"email\":\"" + "a".repeat(10_000_000) + "\"}";
        assertThat(caller.send("POST", "/v1/auth/login_web", longer, "content-type", JSON)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void another_media_type_is_refused() {
        assertThat(caller.send("POST", "/v1/auth/login_web", "<a/>", "content-type", "application/xml")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "....", "eyJhbGciOiJub25lIn0.e30.", "%00", "é"})
    void T41_a_malformed_cookie_is_401_and_never_500(String value) throws IOException {
        String head = raw("GET /web/v1/auth/me HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-access_token=" + value
                + "\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 401");
    }

    @Test
    void T28_forged_expired_and_unsigned_tokens_are_refused() {
        caller.register("eve@example.org", "a long enough password", "Eve");
        String good = caller.loginMobile("eve@example.org", "a long enough password")
                .json()
                .path("access_token")
                .asString();
        assertThat(caller.get("/v1/auth/me", "authorization", "Bearer " + good).status())
                .isEqualTo(200);
        String[] parts = good.split("\\.", -1);
        String none = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".";
        String hmac = encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}") + "." + parts[1] + "." + parts[2];
        String changed =
                parts[0] + "." + encode(decode(parts[1]).replace("\"sub\":\"", "\"sub\":\"0")) + "." + parts[2];
        String cut = parts[0] + "." + parts[1] + "." + parts[2].substring(0, 40);
        for (String bad : new String[] {none, hmac, changed, cut, "", "x", parts[0] + "." + parts[1]}) {
            Answer answer = caller.get("/v1/auth/me", "authorization", "Bearer " + bad);
            assertThat(answer.status()).as(bad).isBetween(400, 401);
            assertThat(answer.header("www-authenticate").orElse("")).startsWith("Bearer");
        }
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/auth/%2e%2e/admin/people", "/v1/auth/../admin/people", "/v1/auth%2fme", "/v1/auth/me;x=1",
                        "/v1//auth/me",
                "/v1/auth/me%00", "/v1/auth/me%252f", "/v1/auth\\me", "/v1/auth/me%0d%0aX:%20y",
                        "/web/v1/%2e%2e/%2e%2e/metrics"
            })
    void T38_paths_that_two_parsers_could_read_differently_are_refused(String target) throws IOException {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/auth/login_web HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/auth/login_web HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /v1/auth/login_web HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /v1/auth/login_web HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/auth/me HTTP/1.1\r\nHost: a\r\nX-A: b\r\n folded\r\n\r\n",
                "GET /v1/auth/me HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n",
                "GET /v1/auth/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1/auth/me HTTP/1.1\r\n\r\n"
            })
    void T40_ambiguous_framing_is_refused_and_the_connection_closed(String request) throws IOException {
        String answer = raw(request + "GET /v1/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer).as(request).startsWith("HTTP/1.1 400");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer, then closed").hasSize(2);
    }

    @Test
    void huge_headers_and_lines_are_refused() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void T45_nothing_that_was_sent_breaks_a_log_line_and_no_secret_is_in_the_log() throws IOException {
        caller.register("log@example.org", "a secret of 24 letters", "Log");
        caller.loginMobile("log@example.org", "a secret of 24 letters");
        String answer = raw(
                "GET /v1/%1b%5b31mred HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\u001bb\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(house.log()).doesNotContain("a secret of 24 letters").doesNotContain("\u001b");
        var lines = house.log().lines().filter(line -> line.startsWith("{")).toList();
        assertThat(lines)
                .as("every request has its line")
                .anySatisfy(line -> assertThat(line).contains("\"access\"", "POST", "gateway"))
                .allSatisfy(line -> assertThat(line).doesNotContain("127.0.0.1").doesNotContain("0:0:0:0:0:0:0:1"));
    }

    /** Everything the house answers to these bytes until it closes or falls silent. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", house.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

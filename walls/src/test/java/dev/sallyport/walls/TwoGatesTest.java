package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two gates from the street: which credential opens what, over real HTTP, against the whole product. */
@Tag("slow")
class TwoGatesTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path folder;

    private static RunningHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
    }

    @AfterAll
    static void close() throws Exception {
        house.close();
    }

    @Test
    void L12_login_web_answers_with_cookies_and_no_token() {
        try (var browser = new Caller(house)) {
            String email = browser.newPerson(PASSWORD);
            Answer answer = browser.loginWeb(email, PASSWORD);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("status").asString()).isEqualTo("signed_in");
            assertThat(answer.json().at("/user/email").asString()).isEqualTo(email);
            assertThat(answer.json().at("/user/name").asString()).isEqualTo("Ada");
            assertThat(answer.json().path("csrf_token").asString()).isEqualTo(browser.cookie("__Host-csrf_token"));
            assertThat(answer.text())
                    .doesNotContain("access_token")
                    .doesNotContain("refresh_token")
                    .doesNotContain(browser.cookie("__Host-access_token"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            __Host-access_token    | Path=/        | true
            __Secure-refresh_token | Path=/v1/auth | true
            __Host-csrf_token      | Path=/        | false
            """)
    void L03_cookies_have_their_attributes(String name, String path, boolean httpOnly) {
        try (var browser = new Caller(house)) {
            List<String> set =
                    browser.loginWeb(browser.newPerson(PASSWORD), PASSWORD).setCookies();
            String cookie = set.stream()
                    .filter(c -> c.startsWith(name + "="))
                    .findFirst()
                    .orElseThrow();
            assertThat(List.of(cookie.split("; "))).contains("Secure", "SameSite=Strict", path);
            assertThat(cookie.contains("HttpOnly")).isEqualTo(httpOnly);
        }
    }

    @Test
    void L12_login_mobile_answers_with_tokens_and_no_cookie() {
        try (var app = new Caller(house)) {
            String email = app.newPerson(PASSWORD);
            Answer json = app.loginMobile(email, PASSWORD);
            Answer form = app.send(
                    "POST",
                    "/v1/auth/login_mobile",
                    "grant_type=password&username=" + email.replace("@", "%40") + "&password="
                            + PASSWORD.replace(' ', '+'),
                    "content-type",
                    "application/x-www-form-urlencoded");
            for (Answer answer : List.of(json, form)) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.setCookies()).isEmpty();
                assertThat(answer.json().path("token_type").asString()).isEqualTo("Bearer");
                assertThat(answer.json().path("expires_in").asInt()).isEqualTo(300);
                assertThat(answer.json().path("refresh_token").asString()).isNotEmpty();
                assertThat(answer.header("cache-control").orElse("")).contains("no-store");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"origin,http://localhost:1", "sec-fetch-site,same-origin", "sec-fetch-site,cross-site"})
    void login_mobile_is_not_for_browsers(String header, String value) {
        try (var app = new Caller(house)) {
            Answer answer = app.json(
                    "POST", "/v1/auth/login_mobile", Map.of("username", "a@b.c", "password", PASSWORD), header, value);
            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @Test
    void T42_a_cookie_at_the_api_gate_is_ignored() {
        try (var browser = new Caller(house)) {
            browser.loginWeb(browser.newPerson(PASSWORD), PASSWORD);
            Answer answer = browser.get("/v1/auth/me", "cookie", browser.cookies());
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("www-authenticate").orElse("")).startsWith("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /web/v1/auth/me",
                "GET /web/v1/profile",
                "POST /v1/auth/login_web",
                "POST /v1/auth/refresh_web",
                "POST /v1/auth/logout_web"
            })
    void T42_a_bearer_token_at_the_browser_gate_is_refused(String call) {
        try (var app = new Caller(house)) {
            String token = app.loginMobile(app.newPerson(PASSWORD), PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            String[] parts = call.split(" ", 2);
            Answer answer = app.send(parts[0], parts[1], "", "authorization", "Bearer " + token);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("/problems/mixed-credentials");
        }
    }

    @Test
    void each_gate_opens_to_its_own_credential_and_tells_who_one_is() {
        try (var browser = new Caller(house);
                var app = new Caller(house)) {
            String email = browser.newPerson(PASSWORD);
            browser.loginWeb(email, PASSWORD);
            Answer web = browser.get("/web/v1/auth/me", "cookie", browser.cookies());
            String token =
                    app.loginMobile(email, PASSWORD).json().path("access_token").asString();
            Answer api = app.get("/v1/auth/me", "authorization", "Bearer " + token);
            Answer short_ = app.get("/auth/me", "authorization", "Bearer " + token);
            for (Answer answer : List.of(web, api, short_)) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.json().path("email").asString()).isEqualTo(email);
            }
            assertThat(app.get("/v1/profile", "authorization", "Bearer " + token)
                            .json()
                            .path("name")
                            .asString())
                    .isEqualTo("Ada");
            assertThat(browser.get("/web/v1/profile", "cookie", browser.cookies())
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            L08 no token            |          | /problems/csrf
            L08 a foreign token     | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA | /problems/csrf
            L08 an empty token      | ''       | /problems/csrf
            """)
    void L08_a_change_without_the_sessions_csrf_token_is_refused(String what, String token, String problem) {
        try (var browser = new Caller(house)) {
            browser.loginWeb(browser.newPerson(PASSWORD), PASSWORD);
            for (String call :
                    List.of("POST /v1/auth/logout_web", "POST /v1/auth/refresh_web", "PATCH /web/v1/profile")) {
                String[] parts = call.split(" ", 2);
                Answer answer = token == null
                        ? browser.send(
                                parts[0],
                                parts[1],
                                "{}",
                                "cookie",
                                browser.cookies(),
                                "content-type",
                                "application/json")
                        : browser.send(
                                parts[0],
                                parts[1],
                                "{}",
                                "cookie",
                                browser.cookies(),
                                "content-type",
                                "application/json",
                                "x-csrf-token",
                                token);
                assertThat(answer.status()).as(what + " " + call).isEqualTo(403);
                assertThat(answer.problem()).isEqualTo(problem);
            }
        }
    }

    @Test
    void L08_a_csrf_token_of_another_session_is_refused_though_cookie_and_header_agree() {
        try (var browser = new Caller(house);
                var other = new Caller(house)) {
            browser.loginWeb(browser.newPerson(PASSWORD), PASSWORD);
            other.loginWeb(other.newPerson(PASSWORD), PASSWORD);
            String foreign = other.cookie("__Host-csrf_token");
            String mixed = browser.cookies().replace(browser.cookie("__Host-csrf_token"), foreign);
            Answer answer = browser.send("POST", "/v1/auth/logout_web", "", "cookie", mixed, "x-csrf-token", foreign);
            assertThat(answer.status()).isEqualTo(403);
            Answer profile = browser.send(
                    "PATCH",
                    "/web/v1/profile",
                    "{\"name\":\"Eve\"}",
                    "cookie",
                    mixed,
                    "x-csrf-token",
                    foreign,
                    "content-type",
                    "application/json");
            assertThat(profile.status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({"origin,https://evil.example", "origin,null", "sec-fetch-site,cross-site", "sec-fetch-site,same-site"})
    void T11_a_change_from_a_foreign_page_is_refused_before_and_after_there_is_a_session(String header, String value) {
        try (var browser = new Caller(house)) {
            String email = browser.newPerson(PASSWORD);
            Answer before = browser.json(
                    "POST", "/v1/auth/login_web", Map.of("email", email, "password", PASSWORD), header, value);
            assertThat(before.status()).isEqualTo(403);
            assertThat(before.setCookies()).isEmpty();
            browser.loginWeb(email, PASSWORD);
            Answer after = browser.send(
                    "POST",
                    "/v1/auth/logout_web",
                    "",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"),
                    header,
                    value);
            assertThat(after.status()).isEqualTo(403);
            assertThat(after.problem()).isEqualTo("/problems/foreign-origin");
        }
    }

    @Test
    void refresh_and_sign_out_at_the_browser_gate() {
        try (var browser = new Caller(house)) {
            browser.loginWeb(browser.newPerson(PASSWORD), PASSWORD);
            String before = browser.cookie("__Secure-refresh_token");
            Answer refreshed = browser.send(
                    "POST",
                    "/v1/auth/refresh_web",
                    "",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"));
            assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
            assertThat(refreshed.json().path("expires_in").asInt()).isEqualTo(300);
            assertThat(browser.cookie("__Secure-refresh_token")).isNotEqualTo(before);
            String held = browser.cookies();
            Answer out = browser.send(
                    "POST",
                    "/v1/auth/logout_web",
                    "",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"));
            assertThat(out.status()).as(out.text()).isEqualTo(204);
            assertThat(browser.cookie("__Host-access_token")).isEmpty();
            assertThat(browser.get("/web/v1/auth/me", "cookie", held).status())
                    .as("an access cookie that somebody kept opens nothing after sign-out")
                    .isEqualTo(401);
        }
    }

    @Test
    void refresh_and_sign_out_at_the_api_gate() {
        try (var app = new Caller(house)) {
            Answer in = app.loginMobile(app.newPerson(PASSWORD), PASSWORD);
            Answer turned = app.refreshMobile(in.json().path("refresh_token").asString());
            assertThat(turned.status()).as(turned.text()).isEqualTo(200);
            String access = turned.json().path("access_token").asString();
            String refresh = turned.json().path("refresh_token").asString();
            Answer out = app.json(
                    "POST",
                    "/v1/auth/logout_mobile",
                    Map.of("refresh_token", refresh),
                    "authorization",
                    "Bearer " + access);
            assertThat(out.status()).as(out.text()).isEqualTo(204);
            assertThat(app.refreshMobile(refresh).status()).isEqualTo(401);
        }
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else is met at the front door, over real HTTP, against the whole product: keys, sessions, the administrator, files. */
@Tag("slow")
class FrontDoorTest {
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
    void L01_an_independent_library_verifies_the_access_token_from_the_published_keys() throws Exception {
        try (var app = new Caller(house)) {
            String token = app.loginMobile(app.newPerson(PASSWORD), PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            JWKSet keys = JWKSet.parse(app.get("/.well-known/jwks.json").text());
            SignedJWT jwt = SignedJWT.parse(token);
            assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
            var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
            assertThat(key.isPrivate()).isFalse();
            assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
            assertThat(jwt.getJWTClaimsSet().toJSONObject())
                    .containsKeys("iss", "sub", "aud", "iat", "exp", "jti", "client_id", "scope", "sid");
            assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("http://localhost:" + house.port());
        }
    }

    @Test
    void a_password_manager_finds_where_passwords_are_changed() {
        try (var manager = new Caller(house)) {
            Answer answer = manager.get("/.well-known/change-password");
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.header("location")).contains(house.url("/account").toString());
        }
    }

    @Test
    void L10_a_foreign_origin_gets_no_cors_headers() {
        try (var page = new Caller(house)) {
            Answer answer = page.get("/.well-known/jwks.json", "origin", "https://evil.example");
            assertThat(answer.header("access-control-allow-origin")).isEmpty();
            assertThat(answer.header("access-control-allow-credentials")).isEmpty();
        }
    }

    @Test
    void a_session_ended_from_another_device_is_over() {
        try (var browser = new Caller(house);
                var app = new Caller(house)) {
            String email = browser.newPerson(PASSWORD);
            browser.loginWeb(email, PASSWORD);
            Answer signedIn = app.loginMobile(email, PASSWORD);
            String token = signedIn.json().path("access_token").asString();
            Answer list = app.get("/v1/auth/sessions", "authorization", "Bearer " + token);
            assertThat(list.json().path("items").size()).as(list.text()).isEqualTo(2);
            String web = "";
            for (var item : list.json().path("items")) {
                web = item.path("current").asBoolean() ? web : item.path("id").asString();
            }
            assertThat(app.send("DELETE", "/v1/auth/sessions/" + web, "", "authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(204);
            Answer refused = browser.send(
                    "POST",
                    "/v1/auth/refresh_web",
                    "",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"));
            assertThat(refused.status()).isBetween(401, 403);
        }
    }

    @Test
    void the_administrator_of_the_first_start_may_enter_and_others_may_not() {
        try (var app = new Caller(house)) {
            Answer admin = app.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(admin.status()).as(admin.text()).isEqualTo(200);
            String token = admin.json().path("access_token").asString();
            assertThat(app.get("/v1/auth/me", "authorization", "Bearer " + token)
                            .json()
                            .path("roles")
                            .toString())
                    .contains("admin");
            assertThat(app.get("/v1/admin/people", "authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(200);
            String other = app.loginMobile(app.newPerson(PASSWORD), PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            assertThat(app.get("/v1/admin/people", "authorization", "Bearer " + other)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void T24_registration_answers_the_same_for_known_and_unknown_addresses() {
        try (var app = new Caller(house)) {
            String email = app.newPerson(PASSWORD);
            Answer again = app.register(email, "another long password", "Eve");
            Answer fresh = app.register("unknown-" + email, PASSWORD, "Ada");
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.text()).isEqualTo(fresh.text());
            assertThat(app.loginMobile(email, "another long password").status()).isEqualTo(401);
            assertThat(app.loginMobile(email, PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void a_file_of_ones_own_goes_up_and_comes_back_in_parts() {
        try (var app = new Caller(house);
                var other = new Caller(house)) {
            String bearer = "Bearer "
                    + app.loginMobile(app.newPerson(PASSWORD), PASSWORD)
                            .json()
                            .path("access_token")
                            .asString();
            Answer up = app.send(
                    "POST",
                    "/v1/files?name=hello.txt",
                    "hello, sally port",
                    "authorization",
                    bearer,
                    "content-type",
                    "text/plain");
            assertThat(up.status()).as(up.text()).isEqualTo(201);
            assertThat(up.json().path("name").asString()).isEqualTo("hello.txt");
            assertThat(up.json().path("size").asInt()).isEqualTo(17);
            String path = "/v1/files/" + up.json().path("id").asString();
            assertThat(app.get(path, "authorization", bearer).text()).isEqualTo("hello, sally port");
            Answer part = app.get(path, "authorization", bearer, "range", "bytes=7-11");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("sally");
            assertThat(part.header("content-range").orElse("")).isEqualTo("bytes 7-11/17");
            String stranger = "Bearer "
                    + other.loginMobile(other.newPerson(PASSWORD), PASSWORD)
                            .json()
                            .path("access_token")
                            .asString();
            assertThat(other.get(path, "authorization", stranger).status()).isEqualTo(404);
            assertThat(app.send("DELETE", path, "", "authorization", bearer).status())
                    .isEqualTo(204);
            assertThat(app.get(path, "authorization", bearer).status()).isEqualTo(404);
        }
    }
}

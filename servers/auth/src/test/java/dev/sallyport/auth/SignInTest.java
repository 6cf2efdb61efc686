package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.setCookies;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
    private static final String ADA = "ada@example.org";
    private TestDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
        door.register(ADA);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void login_web_answers_with_cookies_and_no_token_in_the_body() {
        Response in = door.web(ADA, PASSWORD, "");
        assertThat(in.status()).isEqualTo(200);
        assertThat(field(in, "status")).isEqualTo("signed_in");
        assertThat(json(in).path("user").path("email").asString()).isEqualTo(ADA);
        assertThat(json(in).path("expires_in").asInt()).isEqualTo(300);
        assertThat(field(in, "expires_at")).isEqualTo("2026-11-24T10:05:00Z");
        assertThat(text(in)).doesNotContain(cookie(in, "__Host-access_token"), cookie(in, "__Secure-refresh_token"));
        assertThat(setCookies(in))
                .anySatisfy(c -> assertThat(c)
                        .startsWith("__Host-access_token=ey")
                        .contains("; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/;"));
        assertThat(setCookies(in))
                .anySatisfy(c -> assertThat(c)
                        .startsWith("__Secure-refresh_token=ey")
                        .contains("; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/v1/auth;"));
        assertThat(setCookies(in))
                .anySatisfy(c -> assertThat(c)
                        .startsWith("__Host-csrf_token=" + field(in, "csrf_token"))
                        .doesNotContain("HttpOnly"));
    }

    @Test
    void login_mobile_answers_with_tokens_and_sets_no_cookie() {
        Response in = door.ask(Request.of("POST", "/v1/auth/login_mobile")
                .form("grant_type=password&username=ada%40example.org&password=correct+horse+battery"));
        assertThat(in.status()).isEqualTo(200);
        assertThat(setCookies(in)).isEmpty();
        assertThat(field(in, "token_type")).isEqualTo("Bearer");
        assertThat(field(in, "scope")).isEqualTo("email files openid profile");
        assertThat(in.headers().first("cache-control")).contains("no-store");
        assertThat(field(door.me(field(in, "access_token")), "name")).isEqualTo("Ada");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a browser's Origin       | origin         | https://id.example.org
            a foreign Origin         | origin         | https://evil.example
            Fetch Metadata           | sec-fetch-site | same-origin
            """)
    void login_mobile_refuses_browsers(String what, String header, String value) {
        Response in = door.ask(Request.of("POST", "/v1/auth/login_mobile")
                .header(header, value)
                .json("{\"username\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}"));
        assertThat(in.status()).as(what).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foreign Origin  | origin         | https://evil.example | 403 | /problems/foreign-origin
            cross-site      | sec-fetch-site | cross-site           | 403 | /problems/foreign-origin
            bearer token    | authorization  | Bearer x             | 400 | /problems/mixed-credentials
            """)
    void T11_T42_login_web_is_for_our_own_pages_only(
            String what, String header, String value, int status, String type) {
        Response in = door.ask(Request.of("POST", "/v1/auth/login_web")
                .header(header, value)
                .json("{\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}"));
        assertThat(in.status()).as(what).isEqualTo(status);
        assertThat(field(in, "type")).isEqualTo(type);
        assertThat(setCookies(in)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /v1/auth/register     | {"email":"no","password":"correct horse battery"} | /email
            /v1/auth/register     | {"email":"a@b.org","password":"short"}            | /password
            /v1/auth/register     | {"email":"a@b.org","password":"correct horse battery","admin":true} | /admin
            /v1/auth/login_mobile | {"username":"ada@example.org"}                    | /password
            /v1/auth/login_mobile | {"username":"a@b.org","password":"x","grant_type":"implicit"} | /grant_type
            /v1/auth/unlock       | {}                                                | /token
            """)
    void mistakes_are_named_by_pointer(String path, String body, String pointer) {
        Response answer = door.post(path, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @Test
    void the_access_token_verifies_with_another_library_from_the_published_keys() throws Exception {
        var token = SignedJWT.parse(field(door.mobile(ADA, PASSWORD), "access_token"));
        var set = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        var key = set.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("https://id.example.org");
        assertThat(set.toString(false)).doesNotContain("\"d\"");
    }

    @Test
    void a_browser_session_turns_and_ends() {
        Response in = door.web(ADA, PASSWORD, "");
        String csrf = field(in, "csrf_token");
        String cookies =
                "__Secure-refresh_token=" + cookie(in, "__Secure-refresh_token") + "; __Host-csrf_token=" + csrf;
        assertThat(door.ask(Request.of("POST", "/v1/auth/refresh_web").header("cookie", cookies))
                        .status())
                .isEqualTo(403);
        Response turned = door.ask(Request.of("POST", "/v1/auth/refresh_web")
                .header("cookie", cookies)
                .header("x-csrf-token", csrf));
        assertThat(turned.status()).isEqualTo(200);
        assertThat(field(turned, "csrf_token")).isEqualTo(csrf);
        assertThat(cookie(turned, "__Secure-refresh_token")).isNotEqualTo(cookie(in, "__Secure-refresh_token"));
        Response out = door.ask(Request.of("POST", "/v1/auth/logout_web")
                .header("cookie", cookies)
                .header("x-csrf-token", csrf));
        assertThat(out.status()).isEqualTo(204);
        assertThat(setCookies(out)).hasSize(4).allMatch(c -> c.contains("Max-Age=0"));
    }

    @Test
    void T48_a_session_ends_by_its_owner_only() {
        door.register("eve@example.org");
        Response ada = door.mobile(ADA, PASSWORD);
        Response eve = door.mobile("eve@example.org", PASSWORD);
        String adasSession = json(door.ask(bearer("GET", "/v1/auth/sessions", ada)))
                .path("items")
                .path(0)
                .path("id")
                .asString();
        assertThat(door.ask(bearer("DELETE", "/v1/auth/sessions/" + adasSession, eve))
                        .status())
                .isEqualTo(404);
        Response foreign = door.ask(bearer("POST", "/v1/auth/logout_mobile", eve)
                .json("{\"refresh_token\":\"" + field(ada, "refresh_token") + "\"}"));
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(door.refresh(field(ada, "refresh_token")).status()).isEqualTo(200);
        assertThat(door.ask(bearer("DELETE", "/v1/auth/sessions/" + adasSession, ada))
                        .status())
                .isEqualTo(204);
        assertThat(door.refresh(field(ada, "refresh_token")).status()).isEqualTo(401);
    }

    private static Request bearer(String method, String path, Response in) {
        return Request.of(method, path).header("authorization", "Bearer " + field(in, "access_token"));
    }
}

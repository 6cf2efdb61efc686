package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.setCookies;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A single-page app of another team: its refresh token is a cookie that its script cannot read (L04, L08). */
class RefreshCookieTest {
    private static final String ORIGIN = "https://app.example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private Response tokens;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register("ada@example.org");
        door.stores
                .clients()
                .add(new Client(
                        new ClientId("spa"),
                        "The app",
                        true,
                        List.of(),
                        Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN),
                        Scope.of("openid", "profile"),
                        List.of(ORIGIN + "/callback"),
                        true,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH));
        var browser = new TestBrowser(door);
        Response consent = browser.signIn(browser.authorize(usual("spa")), "ada@example.org", PASSWORD);
        String code = answer(browser.post(consent, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
        tokens = door.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "spa",
                        "code",
                        code,
                        "code_verifier",
                        VERIFIER))));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response refresh(String refresh, String csrfCookie, String csrfHeader, String origin, String more) {
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("cookie", "__Secure-oauth_refresh=" + refresh + "; __Host-oauth_csrf=" + csrfCookie)
                .header("x-csrf-token", csrfHeader)
                .header("origin", origin)
                .form("grant_type=refresh_token&client_id=spa" + more));
    }

    @Test
    void L04_L06_the_refresh_token_is_a_cookie_of_the_token_endpoint_and_nowhere_else() {
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        assertThat(json(tokens).has("refresh_token")).isFalse();
        assertThat(field(tokens, "csrf_token")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(setCookies(tokens))
                .anySatisfy(set -> assertThat(set)
                        .startsWith("__Secure-oauth_refresh=")
                        .contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/oauth2/token"));
    }

    @Test
    void the_cookie_turns_with_its_csrf_token() {
        String refresh = cookie(tokens, "__Secure-oauth_refresh");
        String csrf = field(tokens, "csrf_token");
        Response turned = refresh(refresh, csrf, csrf, ORIGIN, "");
        assertThat(turned.status()).as(text(turned)).isEqualTo(200);
        assertThat(cookie(turned, "__Secure-oauth_refresh")).isNotEqualTo(refresh);
        assertThat(field(turned, "csrf_token")).as("it belongs to the family").isEqualTo(csrf);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no CSRF header              | right | ''    | https://app.example.org      | ''               | invalid_request
            no CSRF cookie              | ''    | right | https://app.example.org      | ''               | invalid_request
            another CSRF token          | wrong | wrong | https://app.example.org      | ''               | invalid_request
            another origin              | right | right | https://evil.test            | ''               | invalid_request
            an origin that only begins so | right | right | https://app.example.org.evil.test | ''        | invalid_request
            the token as a parameter    | right | right | https://app.example.org      | &refresh_token=x | invalid_request
            """)
    void L08_without_origin_and_csrf_token_nothing_turns(
            String what, String csrfCookie, String csrfHeader, String origin, String more, String error) {
        String refresh = cookie(tokens, "__Secure-oauth_refresh");
        String csrf = field(tokens, "csrf_token");
        Response answer =
                refresh(refresh, csrfCookie.replace("right", csrf), csrfHeader.replace("right", csrf), origin, more);
        assertThat(answer.status()).as(what).isEqualTo(400);
        assertThat(field(answer, "error")).as(what).isEqualTo(error);
        assertThat(refresh(refresh, csrf, csrf, ORIGIN, "").status())
                .as("nothing was lost")
                .isEqualTo(200);
    }

    @Test
    void without_the_cookie_there_is_nothing_to_turn() {
        String csrf = field(tokens, "csrf_token");
        Response answer = refresh("", csrf, csrf, ORIGIN, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(field(answer, "error")).isIn("invalid_grant", "invalid_request");
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person has allowed to applications, as they see it and take it back. */
class ConsentsTest {
    private static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;
    private String access;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.stores.clients().add(TestClients.client("shop", false, "https://app.example.org/callback"));
        door.stores
                .clients()
                .add(TestClients.client("https://mcp.example.org/client", false, "https://app.example.org/callback"));
        browser = new TestBrowser(door);
        access = field(door.mobile(ADA, PASSWORD), "access_token");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response allowed(String client, String scope) {
        var query = usual(client);
        query.put("scope", scope);
        Response at = browser.authorize(query);
        if (page(at).equals("sign-in")) {
            at = browser.signIn(at, ADA, PASSWORD);
        }
        String code = answer(browser.post(at, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
        return token(client, Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER));
    }

    private Response token(String client, Map<String, String> form) {
        String id = URLEncoder.encode(client, StandardCharsets.UTF_8);
        String secret = URLEncoder.encode("secret of " + client, StandardCharsets.UTF_8);
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", TestClients.basic(id, secret))
                .form(TestBrowser.encoded(form)));
    }

    private Response ask(String method, String path) {
        return door.ask(Request.of(method, path).header("authorization", "Bearer " + access));
    }

    private List<String> listed() {
        return json(ask("GET", "/v1/consents"))
                .path("items")
                .valueStream()
                .map(item -> item.path("client_id").asString(""))
                .toList();
    }

    @Test
    void a_person_sees_what_they_allowed_to_whom_and_since_when() {
        assertThat(listed()).isEmpty();
        allowed("shop", "openid email");
        var item = json(ask("GET", "/v1/consents")).path("items").path(0);
        assertThat(item.path("client_id").asString("")).isEqualTo("shop");
        assertThat(item.path("name").asString("")).isEqualTo("The shop");
        assertThat(item.path("scopes").valueStream().map(n -> n.asString("")).toList())
                .containsExactly("email", "openid");
        assertThat(item.path("given_at").asString("")).isEqualTo("2026-11-24T10:00:00Z");
    }

    @Test
    void T30_what_is_taken_back_ends_at_once_and_is_asked_for_again() {
        Response here = allowed("shop", "openid");
        Response away = allowed("shop", "openid offline_access");
        Response other = allowed("https://mcp.example.org/client", "openid");
        assertThat(ask("DELETE", "/v1/consents/shop").status()).isEqualTo(204);
        for (Response tokens : List.of(here, away)) {
            assertThat(field(
                            token(
                                    "shop",
                                    Map.of(
                                            "grant_type",
                                            "refresh_token",
                                            "refresh_token",
                                            field(tokens, "refresh_token"))),
                            "error"))
                    .isEqualTo("invalid_grant");
            Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                    .header("authorization", "Bearer " + field(tokens, "access_token")));
            assertThat(userinfo.status()).isEqualTo(401);
        }
        assertThat(token(
                                "https://mcp.example.org/client",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(other, "refresh_token")))
                        .status())
                .isEqualTo(200);
        assertThat(listed()).containsExactly("https://mcp.example.org/client");
        assertThat(page(browser.authorize(usual("shop")))).isEqualTo("allow");
        assertThat(door.stores.audit().of(door.idOf(ADA), Slice.first(100)).items().stream()
                        .map(AuditEvent::kind))
                .contains(AuditEvent.Kind.CONSENT_WITHDRAWN);
        assertThat(ask("DELETE", "/v1/consents/shop").status())
                .as("nothing is left")
                .isEqualTo(404);
    }

    @Test
    void a_code_that_waits_is_taken_back_too() {
        var query = usual("shop");
        Response consent = browser.signIn(browser.authorize(query), ADA, PASSWORD);
        String code = answer(browser.post(consent, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
        assertThat(ask("DELETE", "/v1/consents/shop").status()).isEqualTo(204);
        assertThat(field(
                        token(
                                "shop",
                                Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER)),
                        "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void what_a_device_waits_for_is_taken_back_too() {
        var code = Digest.of("device code");
        door.stores
                .devices()
                .add(new DeviceRequest(
                        code,
                        Digest.of("user code"),
                        new ClientId("shop"),
                        Scope.of("openid"),
                        GrantTerms.NONE,
                        DeviceRequest.State.ALLOWED,
                        Optional.of(new DeviceRequest.Approval(
                                door.idOf(ADA),
                                door.stores
                                        .sessions()
                                        .live(door.idOf(ADA), door.now())
                                        .getFirst()
                                        .id())),
                        Duration.ofSeconds(5),
                        Optional.empty(),
                        door.now().plusSeconds(60)));
        assertThat(ask("DELETE", "/v1/consents/shop").status()).isEqualTo(204);
        assertThat(door.stores.devices().poll(code, door.now())).isEqualTo(new DeviceStore.Polled.Denied());
    }

    @Test
    void a_client_whose_id_is_a_url_is_named_in_the_query() {
        allowed("https://mcp.example.org/client", "openid");
        assertThat(ask("DELETE", "/v1/consents?client_id=https%3A%2F%2Fmcp.example.org%2Fclient")
                        .status())
                .isEqualTo(204);
        assertThat(listed()).isEmpty();
        for (String nothing : List.of("/v1/consents", "/v1/consents?client_id=", "/v1/consents?client_id=%C3%A4")) {
            assertThat(ask("DELETE", nothing).status()).as(nothing).isEqualTo(404);
        }
    }

    @Test
    void T48_nobody_takes_back_what_another_allowed_nor_signs_the_products_own_apps_out() {
        Response tokens = allowed("shop", "openid");
        door.register("bob@example.org");
        String bob = field(door.mobile("bob@example.org", PASSWORD), "access_token");
        assertThat(door.ask(Request.of("DELETE", "/v1/consents/shop").header("authorization", "Bearer " + bob))
                        .status())
                .isEqualTo(404);
        assertThat(ask("DELETE", "/v1/consents/sallyport-mobile").status()).isEqualTo(404);
        assertThat(ask("GET", "/v1/auth/me").status()).isEqualTo(200);
        Response asClient = door.ask(Request.of("DELETE", "/v1/consents/shop")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(asClient.status()).as(text(asClient)).isEqualTo(403);
        assertThat(listed()).containsExactly("shop");
    }
}

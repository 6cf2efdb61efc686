package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every call of the OpenAPI document, made to a running house: what comes back is what the document promises. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiContractTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PASSWORD = "a long enough password";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String UNKNOWN = "0193a000-0000-7000-8000-000000000001";

    /** Calls for which this test has no way to success, with the reason. */
    private static final Map<String, String> NOT_CALLED = Map.of(
            "POST /v1/auth/elsewhere_web", "there is no provider elsewhere",
            "POST /v1/auth/connect_web", "there is no provider elsewhere",
            "DELETE /v1/identities/{id}", "there is no provider elsewhere",
            "POST /v1/auth/set_up", "the house has its administrator",
            "POST /v1/auth/unlock", "nobody is suspended",
            "GET /v1/documents/notes/changes", "it does not end before its token",
            "POST /v1/admin/jobs/{id}/retry", "no job was given up",
            "DELETE /v1/admin/jobs/{id}", "no job was given up",
            "POST /v1/auth/email/undo", "the change of address is confirmed and not taken back");

    private static final String SETTINGS = RunningHouse.GENEROUS + """
            collections:
              notes:
                access: owner
                indexes: [title]
                schema:
                  type: object
                  required: [title]
                  properties: { title: { $ref: "#/$defs/title" } }
                  $defs: { title: { type: string, minLength: 1 } }
            registration: { clients: open }
            clients:
              - { id: shop, secret: shop-secret-for-the-test, grants: [client_credentials, authorization_code, urn:ietf:params:oauth:grant-type:device_code], scopes: [openid, profile], redirect_uris: ["http://localhost/cb"] }
            """;

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Caller caller;
    private static Contract contract;
    private static JsonNode document;

    @BeforeAll
    static void open() throws Exception {
        house = RunningHouse.start(folder, SETTINGS);
        caller = new Caller(house);
        document = caller.get("/v1/openapi.json").json();
        contract = new Contract(document);
    }

    @AfterAll
    static void close() {
        caller.close();
        house.close();
    }

    private static Answer ask(String method, String path, String body, String... headers) {
        return contract.hold(method, path, caller.send(method, path, body, headers));
    }

    private static Answer json(String method, String path, Map<String, ?> body, String... headers) {
        return contract.hold(method, path, caller.json(method, path, body, headers));
    }

    private static String[] bearer(String token, String... more) {
        var all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "authorization";
        all[more.length + 1] = "Bearer " + token;
        return all;
    }

    private static String signIn(String email) {
        assertThat(json("POST", "/v1/auth/register", Map.of("email", email, "password", PASSWORD, "name", "Ada"))
                        .status())
                .isEqualTo(202);
        return token(email, PASSWORD).path("access_token").asString();
    }

    private static JsonNode token(String email, String password) {
        return json("POST", "/v1/auth/login_mobile", Map.of("username", email, "password", password))
                .json();
    }

    // OpenAPI 3.1 §4.8.1: what the object of the document holds.
    @Test
    @Order(0)
    void the_document_is_one_by_the_schema_of_the_specification() throws Exception {
        try (InputStream schema = ApiContractTest.class.getResourceAsStream("/openapi/schema-3.1.json")) {
            assertThat(Contract.objections(document, JSON.readTree(schema))).isEmpty();
        }
        assertThat(contract.promised()).hasSizeGreaterThan(60);
    }

    @Test
    @Order(0)
    void a_broken_promise_is_noticed() {
        ObjectNode other = (ObjectNode) document.deepCopy();
        ((ObjectNode) other.at("/components/schemas/ServerMetadata/properties/issuer")).put("type", "integer");
        ((ObjectNode) other.at("/paths/~1v1~1auth~1me/get/responses")).remove("401");
        ((ObjectNode) other.path("paths")).remove("/v1/profile");
        var broken = new Contract(other);
        for (String path : new String[] {"/.well-known/openid-configuration", "/v1/auth/me", "/v1/profile"}) {
            broken.hold("GET", path, caller.get(path));
        }
        assertThat(broken.breaches()).hasSize(3);
        assertThat(broken.breaches().get(0)).contains("issuer");
        assertThat(broken.breaches().get(1)).contains("answers 401");
        assertThat(broken.breaches().get(2)).contains("is not in the document");
    }

    @Test
    @Order(0)
    void the_document_is_kept_by_its_readers_until_it_changes() {
        Answer first = ask("GET", "/v1/openapi.json", "");
        assertThat(first.header("cache-control"))
                .hasValueSatisfying(said -> assertThat(said).contains("max-age"));
        Answer again = ask(
                "GET",
                "/v1/openapi.json",
                "",
                "if-none-match",
                first.header("etag").orElseThrow());
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    @Order(0)
    void what_a_body_may_be_is_what_the_house_takes() {
        assertThat(contract.objections("RegisterBody", "{\"email\":\"a@b.example\",\"password\":\"x\"}"))
                .isEmpty();
        assertThat(contract.objections("RegisterBody", "{\"email\":\"a@b.example\"}"))
                .hasSize(1);
        assertThat(contract.objections("RegisterBody", "{\"email\":\"a@b.example\",\"password\":\"x\",\"more\":1}"))
                .hasSize(1);
        assertThat(contract.objections(
                        "RegisterBody",
                        "{\"email\":\"a@b.example\",\"password\":\"x\",\"name\":\"" + "n".repeat(201) + "\"}"))
                .hasSize(1);
        assertThat(contract.objections("LoginMobileBody", "{\"username\":\"\",\"password\":\"x\"}"))
                .hasSize(1);
    }

    @Test
    @Order(1)
    void accounts_and_sessions() throws Exception {
        String email = "ada@example.org";
        String token = signIn(email);
        JsonNode second = token(email, PASSWORD);
        ask(
                "POST",
                "/v1/auth/login_mobile",
                "grant_type=password&username=ada%40example.org&password=" + encoded(PASSWORD),
                "content-type",
                FORM);
        json("POST", "/v1/auth/login_mobile", Map.of("username", email, "password", "wrong"));
        json(
                "POST",
                "/v1/auth/login_mobile",
                Map.of("username", email, "password", PASSWORD),
                "origin",
                "https://a.example");
        json("POST", "/v1/auth/login_mobile", Map.of("username", email, "passwort", PASSWORD));
        ask("POST", "/v1/auth/login_mobile", "{", "content-type", "application/json");
        ask("POST", "/v1/auth/login_mobile", "x", "content-type", "text/plain");
        JsonNode turned = json(
                        "POST",
                        "/v1/auth/refresh_mobile",
                        Map.of("refresh_token", second.path("refresh_token").asString()))
                .json();
        json("POST", "/v1/auth/refresh_mobile", Map.of("refresh_token", "nonsense"));
        ask("GET", "/v1/auth/me", "", bearer(token));
        ask("GET", "/v1/auth/me", "");
        JsonNode sessions = ask("GET", "/v1/auth/sessions", "", bearer(token)).json();
        String other = "";
        for (JsonNode session : sessions.path("items")) {
            other = session.path("current").asBoolean()
                    ? other
                    : session.path("id").asString();
        }
        ask("DELETE", "/v1/auth/sessions/" + other, "", bearer(token));
        ask("DELETE", "/v1/auth/sessions/" + UNKNOWN, "", bearer(token));
        JsonNode third = token(email, PASSWORD);
        json(
                "POST",
                "/v1/auth/logout_mobile",
                Map.of("refresh_token", third.path("refresh_token").asString()),
                bearer(third.path("access_token").asString()));
        json("POST", "/v1/auth/logout_mobile", Map.of("refresh_token", "other"), bearer(token));
        assertThat(turned.path("access_token").asString()).isNotEmpty();
        ask("DELETE", "/v1/auth/sessions", "", bearer(token));
        ask("GET", "/v1/consents", "", bearer(token));
        ask("GET", "/v1/identities", "", bearer(token));
        ask("DELETE", "/v1/identities/" + UNKNOWN, "", bearer(token));
        ask("GET", "/v1/auth/providers", "");
        json("POST", "/v1/auth/elsewhere_web", Map.of("provider", "none", "then", "/account"));
        json("POST", "/v1/auth/unlock", Map.of("token", "none"));
        json("POST", "/v1/auth/set_up", Map.of("token", "none", "email", "x@example.org", "password", PASSWORD));
        json("POST", "/v1/auth/register", Map.of("email", "b@example.org", "password", "short"));
    }

    @Test
    @Order(2)
    void letters_links() throws Exception {
        String email = "eve@example.org";
        String token = signIn(email);
        json("POST", "/v1/auth/email/verify", Map.of("token", fragment("/verify-email", email)));
        json("POST", "/v1/auth/email/verify", Map.of("token", "none"));
        json("POST", "/v1/auth/email", Map.of("email", "new@example.org", "password", PASSWORD), bearer(token));
        json("POST", "/v1/auth/email", Map.of("email", "new@example.org", "password", "wrong"), bearer(token));
        json("POST", "/v1/auth/email/change", Map.of("token", fragment("/change-email", "new@example.org")));
        json("POST", "/v1/auth/email/undo", Map.of("token", "none", "password", PASSWORD));
        json("POST", "/v1/auth/password/forgot", Map.of("email", "new@example.org"));
        json(
                "POST",
                "/v1/auth/password/reset",
                Map.of("token", fragment("/reset-password", "new@example.org"), "password", "another long password"));
        json("POST", "/v1/auth/password/reset", Map.of("token", "none", "password", PASSWORD));
    }

    @Test
    @Order(8)
    void a_copy_of_everything_and_the_end_of_an_account() throws Exception {
        String email = "leaving@example.org";
        String token = signIn(email);
        Answer asked = ask("POST", "/v1/profile/exports", "", bearer(token));
        ask("POST", "/v1/profile/exports", "", bearer(token));
        ask("GET", "/v1/profile/exports", "", bearer(token));
        ask("GET", asked.header("location").orElseThrow(), "", bearer(token));
        ask("GET", "/v1/profile/exports/" + UNKNOWN, "", bearer(token));
        json("POST", "/v1/auth/erase", Map.of(), bearer(token));
        json("POST", "/v1/auth/erase", Map.of("password", PASSWORD), bearer(token));
        json("POST", "/v1/auth/erase/confirm", Map.of("token", "none"));
        json("POST", "/v1/auth/erase/confirm", Map.of("token", fragment("/erase-account", email)));
    }

    @Test
    @Order(7)
    void documents() {
        String token = signIn("writer@example.org");
        String notes = "/v1/documents/notes";
        Answer made = json("POST", notes, Map.of("title", "Tea"), bearer(token));
        assertThat(made.status()).isEqualTo(201);
        json("POST", notes, Map.of("title", ""), bearer(token));
        json("PUT", notes + "/one", Map.of("title", "Coffee"), bearer(token, "if-none-match", "*"));
        json("PUT", notes + "/one", Map.of("title", "Coffee"), bearer(token, "if-none-match", "*"));
        json("PUT", notes + "/one", Map.of("title", "Milk"), bearer(token));
        String[] patch = bearer(token, "content-type", "application/merge-patch+json");
        ask("PATCH", notes + "/one", "{\"title\":\"Water\"}", patch);
        ask("PATCH", notes + "/none", "{\"title\":\"Water\"}", patch);
        json("PATCH", notes + "/one", Map.of("title", "Water"), bearer(token));
        Answer read = ask("GET", notes + "/one", "", bearer(token));
        ask(
                "GET",
                notes + "/one",
                "",
                bearer(token, "if-none-match", read.header("etag").orElseThrow()));
        ask("GET", notes + "?sort=title&filter[title]=Tea".replace("[", "%5B").replace("]", "%5D"), "", bearer(token));
        ask("GET", notes + "?sort=unknown", "", bearer(token));
        json(
                "POST",
                notes + "/bulk",
                Map.of("items", List.of(Map.of("op", "create", "document", Map.of("title", "Bread")))),
                bearer(token));
        ask("DELETE", notes + "/one", "", bearer(token));
        ask("DELETE", notes + "/one", "", bearer(token));
    }

    private static String fragment(String page, String recipient) throws Exception {
        String link = house.linkTo(page, recipient);
        return link.substring(link.indexOf('#') + 1);
    }

    @Test
    @Order(3)
    void the_web_gate() {
        signIn("web@example.org");
        try (var browser = new Caller(house)) {
            var held = new Holding(browser);
            held.json("/v1/auth/login_web", Map.of("email", "web@example.org", "password", "wrong"));
            held.json("/v1/auth/login_web", Map.of("email", "web@example.org", "password", PASSWORD));
            held.plain("/v1/auth/refresh_web", "cookie", browser.cookies());
            held.plain(
                    "/v1/auth/refresh_web",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"));
            held.plain("/v1/auth/refresh_web");
            held.plain(
                    "/v1/auth/logout_web",
                    "cookie",
                    browser.cookies(),
                    "x-csrf-token",
                    browser.cookie("__Host-csrf_token"));
        }
    }

    /** A browser whose calls are held against the document. */
    private record Holding(Caller browser) {
        void json(String path, Map<String, ?> body) {
            contract.hold("POST", path, browser.json("POST", path, body));
        }

        void plain(String path, String... headers) {
            contract.hold("POST", path, browser.send("POST", path, "", headers));
        }
    }

    @Test
    @Order(4)
    void profile_and_files() {
        String token = signIn("files@example.org");
        Answer profile = ask("GET", "/v1/profile", "", bearer(token));
        String tag = profile.header("etag").orElseThrow();
        ask("GET", "/v1/profile", "", bearer(token, "if-none-match", tag));
        json("PATCH", "/v1/profile", Map.of("name", "Ada L."), bearer(token, "if-match", tag));
        json("PATCH", "/v1/profile", Map.of("name", "Ada M."), bearer(token, "if-match", tag));
        json("PATCH", "/v1/profile", Map.of("nome", "Ada M."), bearer(token));
        ask("GET", "/v1/activity?limit=1", "", bearer(token));
        ask("GET", "/v1/activity?limit=1000", "", bearer(token));
        Answer made = ask("POST", "/v1/files?name=a.txt", "hello", bearer(token, "content-type", "text/plain"));
        ask("POST", "/v1/files?name=..%2Fa", "hello", bearer(token));
        String one = "/v1/files/" + made.json().path("id").asString();
        ask("GET", "/v1/files", "", bearer(token));
        ask("GET", "/v1/files/shared", "", bearer(token));
        Answer got = ask("GET", one, "", bearer(token));
        ask("GET", one, "", bearer(token, "if-none-match", got.header("etag").orElseThrow()));
        ask("GET", one, "", bearer(token, "range", "bytes=0-1"));
        ask("GET", one, "", bearer(token, "range", "bytes=100-200"));
        ask("GET", one, "", bearer(token, "if-match", "\"other\""));
        ask("GET", "/v1/files/" + UNKNOWN, "", bearer(token));
        ask("GET", one + "/thumbnail", "", bearer(token));
        Answer link = json("POST", one + "/links", Map.of("expires_in", "1h"), bearer(token));
        ask("POST", one + "/links", "", bearer(token));
        String url = link.json().path("url").asString();
        ask("GET", url.substring(url.indexOf("/v1/media")), "");
        json("PATCH", one, Map.of("public", true), bearer(token));
        ask("PUT", one + "/readers/role:admin", "", bearer(token));
        ask("GET", one + "/readers", "", bearer(token));
        ask("DELETE", one + "/readers/role:admin", "", bearer(token));
        Answer picture = contract.hold("POST", "/v1/files?name=a.png", picture(token));
        String drawn = "/v1/files/" + picture.json().path("id").asString();
        ask("GET", drawn + "/thumbnail?size=64", "", bearer(token));
        ask("GET", drawn + "/thumbnail?size=256", "", bearer(token));
        json("PATCH", drawn, Map.of("public", true), bearer(token));
        ask("GET", drawn.replace("files", "media") + "/thumbnail?size=256", "");
        ask("DELETE", one, "", bearer(token));
        uploads(token);
    }

    private static Answer picture(String token) {
        var drawn = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", drawn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return caller.send(
                house.url("/v1/files?name=a.png"),
                "POST",
                HttpRequest.BodyPublishers.ofByteArray(drawn.toByteArray()),
                bearer(token));
    }

    private static void uploads(String token) {
        String tus = "1.0.0";
        ask("OPTIONS", "/v1/uploads", "");
        ask("OPTIONS", "/v1/uploads/" + UNKNOWN, "");
        Answer begun = ask(
                "POST",
                "/v1/uploads",
                "",
                bearer(
                        token,
                        "tus-resumable",
                        tus,
                        "upload-length",
                        "5",
                        "upload-metadata",
                        "filename " + Base64.getEncoder().encodeToString("b.txt".getBytes(StandardCharsets.UTF_8))));
        String location = begun.header("location").orElseThrow();
        String one = "/v1/uploads/" + location.substring(location.lastIndexOf('/') + 1);
        ask("GET", "/v1/uploads", "", bearer(token));
        ask("POST", "/v1/uploads", "", bearer(token));
        String piece = "application/offset+octet-stream";
        ask("PATCH", one, "he", bearer(token, "tus-resumable", tus, "upload-offset", "0", "content-type", piece));
        ask("PATCH", one, "he", bearer(token, "tus-resumable", tus, "upload-offset", "0", "content-type", piece));
        ask("GET", one, "", bearer(token));
        ask("DELETE", one, "", bearer(token, "tus-resumable", tus));
    }

    @Test
    @Order(5)
    void what_clients_call() {
        String basic = "Basic "
                + Base64.getEncoder().encodeToString("shop:shop-secret-for-the-test".getBytes(StandardCharsets.UTF_8));
        String[] form = {"content-type", FORM, "authorization", basic};
        JsonNode tokens = ask("POST", "/oauth2/token", "grant_type=client_credentials", form)
                .json();
        String token = tokens.path("access_token").asString();
        ask("POST", "/oauth2/token", "grant_type=unheard-of", form);
        ask("POST", "/oauth2/token", "grant_type=client_credentials", "content-type", FORM);
        ask("POST", "/oauth2/introspect", "token=" + token, form);
        ask("POST", "/oauth2/introspect", "token=none", form);
        ask(
                "POST",
                "/oauth2/introspect",
                "token=" + token,
                "content-type",
                FORM,
                "authorization",
                basic,
                "accept",
                "application/token-introspection+jwt");
        ask("POST", "/oauth2/revoke", "token=none", form);
        ask("POST", "/oauth2/device_authorization", "scope=openid", form);
        ask(
                "POST",
                "/oauth2/par",
                "response_type=code&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&code_challenge_method=S256&code_challenge="
                        + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                form);
        ask("POST", "/oauth2/par", "response_type=other", form);
        String person = signIn("claims@example.org");
        ask("GET", "/oauth2/userinfo", "", bearer(person));
        ask("POST", "/oauth2/userinfo", "", bearer(person));
        ask("GET", "/oauth2/userinfo", "");
        ask("GET", "/.well-known/openid-configuration", "");
        ask("GET", "/.well-known/oauth-authorization-server", "");
        ask("GET", "/.well-known/oauth-protected-resource", "");
        ask("GET", "/.well-known/jwks.json", "");
    }

    @Test
    @Order(5)
    void clients_that_register() {
        Answer made = json(
                "POST",
                "/oauth2/register",
                Map.of("redirect_uris", new String[] {"https://app.example/cb"}, "client_name", "App"));
        String id = made.json().path("client_id").asString();
        String token = made.json().path("registration_access_token").asString();
        ask("GET", "/oauth2/register/" + id, "", bearer(token));
        ask("GET", "/oauth2/register/" + id, "", bearer("none"));
        Answer changed = json(
                "PUT",
                "/oauth2/register/" + id,
                Map.of("client_id", id, "redirect_uris", new String[] {"https://app.example/cb2"}),
                bearer(token));
        ask(
                "DELETE",
                "/oauth2/register/" + id,
                "",
                bearer(changed.json().path("registration_access_token").asString()));
        json("POST", "/oauth2/register", Map.of("redirect_uris", new String[] {"nonsense"}));
    }

    @Test
    @Order(6)
    void what_administrators_call() {
        String token = token(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                .path("access_token")
                .asString();
        ask("GET", "/v1/admin/people?limit=2", "", bearer(token));
        ask("GET", "/v1/admin/jobs", "", bearer(token));
        ask("GET", "/v1/admin/jobs?state=none", "", bearer(token));
        ask("GET", "/v1/admin/audit?limit=3", "", bearer(token));
        ask("POST", "/v1/admin/jobs/" + UNKNOWN + "/retry", "", bearer(token));
        ask("DELETE", "/v1/admin/jobs/" + UNKNOWN, "", bearer(token));
        ask("GET", "/v1/admin/people", "", bearer(signIn("nobody@example.org")));
    }

    @Test
    @Order(7)
    void consents_are_given_and_taken_back() {
        String email = "consent@example.org";
        String token = signIn(email);
        for (String way : new String[] {"/v1/consents/shop", "/v1/consents?client_id=shop"}) {
            try (var person = new Person(house, email, PASSWORD)) {
                person.visit(house.url("/oauth2/authorize?response_type=code&client_id=shop&scope=openid%20profile"
                        + "&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&code_challenge_method=S256&code_challenge="
                        + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&prompt=consent"));
            }
            ask("GET", "/v1/consents", "", bearer(token));
            ask("DELETE", way, "", bearer(token));
            ask("DELETE", way, "", bearer(token));
        }
    }

    @Test
    @Order(9)
    void every_call_was_made_and_nothing_came_back_that_the_document_does_not_say() {
        assertThat(contract.breaches())
                .as(() -> String.join("\n", contract.breaches()))
                .isEmpty();
        var left = new TreeSet<>(contract.promised());
        left.removeAll(contract.called());
        assertThat(left)
                .as("whoever tells of a call makes it here once with success, or says in NOT_CALLED why not")
                .containsExactlyInAnyOrderElementsOf(NOT_CALLED.keySet());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Documents through the front door: two owners, an administrator, a client and nobody, at both gates. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsInHouseTest {
    private static final String PASSWORD = "a long enough password";
    private static final String SETTINGS = RunningHouse.GENEROUS + """
            collections:
              notes:
                access: owner
                indexes: [title]
                schema: { type: object, required: [title], properties: { title: { type: string } } }
              news: { access: role:admin, public_read: true, schema: { type: object } }
              stock: { access: scope:stock, schema: { type: object } }
            clients:
              - { id: shop, secret: "a secret of the shop", grants: [client_credentials], scopes: [stock] }
            """;

    private RunningHouse house;
    private Caller caller;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        house = RunningHouse.start(folder, SETTINGS);
        caller = new Caller(house);
        for (String name : List.of("ada", "eve")) {
            caller.register(name + "@example.org", PASSWORD, name);
        }
    }

    @AfterAll
    void close() {
        caller.close();
        house.close();
    }

    private String token(String email, String password) {
        return "Bearer "
                + caller.loginMobile(email, password)
                        .json()
                        .path("access_token")
                        .asString("");
    }

    private Answer ask(String token, String method, String path, String body) {
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        return caller.send(method, "/v1/documents/" + path, body, "content-type", type, "authorization", token);
    }

    @Test
    void T47_two_owners_never_see_each_others() {
        String ada = token("ada@example.org", PASSWORD);
        String admin = token(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
        assertThat(ask(ada, "PUT", "notes/mine", "{\"title\":\"adas\"}").status())
                .isEqualTo(201);
        for (String other : List.of(token("eve@example.org", PASSWORD), admin)) {
            assertThat(ask(other, "GET", "notes/mine", "").status()).isEqualTo(404);
            assertThat(ask(other, "PATCH", "notes/mine", "{\"title\":\"x\"}").status())
                    .isEqualTo(404);
            assertThat(ask(other, "DELETE", "notes/mine", "").status()).isEqualTo(404);
            assertThat(ask(other, "PUT", "notes/mine", "{\"title\":\"another\"}")
                            .status())
                    .isEqualTo(201);
            assertThat(ask(other, "GET", "notes", "").text())
                    .contains("another")
                    .doesNotContain("adas");
        }
        assertThat(caller.get("/v1/documents/notes/mine").status()).isEqualTo(401);
        assertThat(ask(ada, "GET", "notes/mine", "").text()).isEqualTo("{\"title\":\"adas\"}");
        assertThat(ask(ada, "GET", "notes?filter%5Btitle%5D=adas", "")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void T47_a_role_a_scope_and_nobody_do_what_is_declared() {
        String admin = token(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
        String eve = token("eve@example.org", PASSWORD);
        assertThat(ask(admin, "PUT", "news/today", "{\"a\":1}").status()).isEqualTo(201);
        assertThat(caller.get("/v1/documents/news/today").text()).isEqualTo("{\"a\":1}");
        assertThat(ask(eve, "PUT", "news/today", "{\"a\":2}").status()).isEqualTo(403);
        String shop = "Bearer "
                + caller.send(
                                "POST",
                                "/oauth2/token",
                                "grant_type=client_credentials&client_id=shop&client_secret=a+secret+of+the+shop",
                                "content-type",
                                "application/x-www-form-urlencoded")
                        .json()
                        .path("access_token")
                        .asString("");
        assertThat(ask(shop, "PUT", "stock/tea", "{\"n\":1}").status()).isEqualTo(201);
        assertThat(ask(shop, "GET", "notes", "").status()).isEqualTo(404);
        assertThat(ask(eve, "GET", "stock/tea", "").status()).isEqualTo(403);
    }

    @Test
    void T42_at_the_browser_gate_a_change_needs_the_csrf_token() {
        try (var browser = new Caller(house)) {
            browser.loginWeb("ada@example.org", PASSWORD);
            String origin = "http://localhost:" + house.port();
            var body = Map.of("title", "from a page");
            assertThat(browser.json(
                                    "PUT",
                                    "/web/v1/documents/notes/page",
                                    body,
                                    "cookie",
                                    browser.cookies(),
                                    "origin",
                                    origin)
                            .status())
                    .isEqualTo(403);
            assertThat(browser.json(
                                    "PUT",
                                    "/web/v1/documents/notes/page",
                                    body,
                                    "cookie",
                                    browser.cookies(),
                                    "origin",
                                    origin,
                                    "x-csrf-token",
                                    browser.cookie("__Host-csrf_token"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void a_feed_tells_through_the_gateway_what_changes() throws Exception {
        String ada = token("ada@example.org", PASSWORD);
        var request = HttpRequest.newBuilder(house.url("/v1/documents/notes/changes"))
                .header("authorization", ada)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> feed = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(feed.headers().firstValue("content-type")).contains("text/event-stream");
            try (var lines = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("retry: 2000");
                ask(ada, "PUT", "notes/told", "{\"title\":\"told\"}");
                String line = lines.readLine();
                while (!line.startsWith("data:")) {
                    line = lines.readLine();
                }
                assertThat(line).contains("\"id\":\"told\"", "\"document\":{\"title\":\"told\"}");
            }
        }
    }
}

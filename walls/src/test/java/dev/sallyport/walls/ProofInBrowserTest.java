package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in where the house asks for a proof of work: the web app and the pages, in a real Chromium under their own policies. */
@Tag("slow")
class ProofInBrowserTest {
    private static final String SETTINGS = """
            gateway:
              limits:
                - { path: "/v1/**", rate: 100000/s, per: address }
              proof_of_work: { when: always, difficulty: 20000 }
            accounts:
              password: { memory: 7, passes: 1 }
            clients:
              - id: shop
                name: Green Shop
                public: true
                grants: [authorization_code]
                scopes: [openid]
                redirect_uris: ["http://127.0.0.1/cb"]
            """;
    private static final String AUTHORIZE = "/oauth2/authorize?response_type=code&client_id=shop&scope=openid&state=s"
            + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcb&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        house = RunningHouse.start(folder, SETTINGS);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Trusted")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    @Test
    void the_web_app_does_the_work_by_itself() {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = page(context);
            var statuses = new ArrayList<Integer>();
            page.onResponse(response -> {
                if (response.url().endsWith("/v1/auth/login_web")) {
                    statuses.add(response.status());
                }
            });
            page.navigate(house.url("/").toString());
            page.locator("#username").fill(RunningHouse.ADMIN);
            page.locator("#password").fill(RunningHouse.ADMIN_PASSWORD);
            page.locator("#sign-in").click();
            page.waitForURL("**/account*");
            assertThat(statuses).containsExactly(403, 200);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void a_page_does_the_work_before_it_is_shown_and_again_after_a_wrong_password() {
        try (BrowserContext context = chromium.browser().newContext()) {
            Page page = page(context);
            page.navigate(house.url(AUTHORIZE).toString());
            signIn(page, "not the password");
            assertThat(page.locator("#problem")).isVisible();
            signIn(page, "sent before the work, and asked for once more");
            assertThat(page.locator("#password")).isEmpty();
            signIn(page, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#allow")).isVisible();
            assertThat(complaints).isEmpty();
        }
    }

    private static void signIn(Page page, String password) {
        page.locator("#username").fill(RunningHouse.ADMIN);
        page.locator("#password").fill(password);
        page.locator("#sign-in").click();
        page.waitForFunction("() => !document.querySelector('#proof')");
    }

    @Test
    void without_script_the_page_says_what_is_missing() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = house.url("/sign-in?flow=x");
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(url).header("accept", "text/html").build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.body()).contains("<noscript>", "/assets/proof-page.js");
            HttpResponse<String> script = client.send(
                    HttpRequest.newBuilder(house.url("/assets/proof-page.js")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(script.statusCode()).isEqualTo(200);
            assertThat(script.headers().firstValue("cache-control")).contains("public, no-cache");
        }
    }
}

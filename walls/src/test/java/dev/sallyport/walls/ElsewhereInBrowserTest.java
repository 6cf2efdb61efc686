package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "Sign in with …" in a real Chromium (L16): two houses, of which one is the other's provider and, by its address, another site, so that
 * the browser holds cookies back as it would between two companies.
 */
@Tag("slow")
class ElsewhereInBrowserTest {
    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static RunningHouse acme;
    private static RunningHouse house;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        int there = RunningHouse.freePort();
        int here = RunningHouse.freePort();
        Files.writeString(
                Files.createDirectory(folder.resolve("acme")).resolve("door.secret"), "the secret of the door");
        acme = RunningHouse.start(
                folder.resolve("acme"),
                there,
                RunningHouse.GENEROUS + """
                public_url: "http://127.0.0.1:%1$d"
                clients:
                  - id: door
                    name: The door
                    secret_file: "%2$s/door.secret"
                    grants: [authorization_code]
                    scopes: [openid, email, profile]
                    redirect_uris: ["http://localhost:%3$d/sign-in/from/acme"]
                """.formatted(there, folder.resolve("acme"), here));
        house = RunningHouse.start(
                Files.createDirectory(folder.resolve("house")),
                here,
                RunningHouse.GENEROUS + """
                fetch: { allow_private: true }
                upstreams:
                  - id: acme
                    name: Acme
                    issuer: "http://127.0.0.1:%d"
                    client_id: door
                    client_secret_file: "%s/door.secret"
                """.formatted(there, folder.resolve("acme")));
    }

    @AfterAll
    static void close() {
        for (AutoCloseable one : new AutoCloseable[] {chromium, house, acme}) {
            if (one != null) {
                Assertions.assertThatCode(one::close).doesNotThrowAnyException();
            }
        }
    }

    private static void signInOnThePage(Page page) {
        page.locator("#username").fill(RunningHouse.ADMIN);
        page.locator("#password").fill(RunningHouse.ADMIN_PASSWORD);
        page.locator("#sign-in").click();
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    @Test
    void from_the_apps_page_to_another_site_and_back_and_then_connected_anew() {
        try (BrowserContext context = chromium.browser().newContext()) {
            var complaints = new ArrayList<String>();
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(house.url("/").toString());
            press(page, "Sign in with Acme");
            page.waitForURL(Pattern.compile("http://127\\.0\\.0\\.1:.*/sign-in.*"));
            signInOnThePage(page);
            page.locator("#allow").click();
            // The address has an account here, which is proven once.
            assertThat(page.getByText("One more step")).isVisible();
            signInOnThePage(page);
            assertThat(page.locator("#user-email")).hasText(RunningHouse.ADMIN);
            page.reload();
            assertThat(page.locator("#user-email")).hasText(RunningHouse.ADMIN);

            page.navigate(house.url("/account/sign-in-methods").toString());
            assertThat(page.locator("[data-identity=acme]")).isVisible();
            press(page, "Disconnect Acme");
            press(page, "Yes, disconnect Acme");
            assertThat(page.getByText("No account elsewhere is connected")).isVisible();
            press(page, "Connect Acme");
            assertThat(page.locator("[data-connected=true]")).isVisible();
            assertThat(page.locator("[data-identity=acme]")).isVisible();
            assertThat(page).hasURL(house.url("/account/sign-in-methods").toString());

            page.locator("#sign-out").click();
            press(page, "Sign in with Acme");
            assertThat(page.locator("#user-email")).hasText(RunningHouse.ADMIN);
            Assertions.assertThat(complaints).isEmpty();
            Assertions.assertThat(context.cookies())
                    .extracting(cookie -> cookie.name)
                    .containsAll(List.of("__Host-access_token", "__Secure-refresh_token", "__Host-csrf_token"));
        }
    }

    @Test
    void a_client_brings_somebody_new_who_needs_no_script() {
        var options = new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false);
        try (BrowserContext context = chromium.browser().newContext(options)) {
            Page page = context.newPage();
            page.navigate(acme.url("/oauth2/authorize").toString().replace("localhost", "127.0.0.1")
                    + "?response_type=code&client_id=door&scope=openid&prompt=create&code_challenge_method=S256"
                    + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
            page.locator("#email").fill("eve@example.org");
            page.locator("#name").fill("Eve");
            page.locator("#password").fill("a long enough password");
            page.locator("#sign-up").click();
            assertThat(page.getByText("Look into your mailbox")).isVisible();
            page.locator("#continue").click();
            page.locator("#username").fill("eve@example.org");
            page.locator("#password").fill("a long enough password");
            page.locator("#sign-in").click();
            assertThat(page.locator("#allow")).isVisible();
        }
    }
}

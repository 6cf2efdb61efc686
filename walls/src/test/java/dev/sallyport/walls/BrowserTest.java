package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium at the front door: what a person sees, and what script cannot reach. */
class BrowserTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Playwright playwright;
    private static Browser chromium;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> executable = Stream.of(
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(executable.isPresent(), "no Chromium on this machine");
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable.get())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void close() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (house != null) {
            house.close();
        }
    }

    private static Page visit(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(house.url(path).toString());
        return page;
    }

    @Test
    void register_sign_in_see_the_name_refresh_sessions_sign_out() {
        try (BrowserContext context = chromium.newContext()) {
            var complaints = new ArrayList<String>();
            Page page = context.newPage();
            page.onConsoleMessage(m -> {
                if (m.text().contains("Content Security Policy") || m.text().contains("Trusted Type")) {
                    complaints.add(m.text());
                }
            });
            page.navigate(house.url("/register").toString());
            page.getByLabel("Name").fill("Ada Lovelace");
            page.locator("input[type=email]").fill("ada@example.org");
            page.locator("input[type=password]").first().fill(PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                    .click();
            assertThat(page.getByText("Check your mail", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();

            page.navigate(house.url("/").toString());
            page.locator("#username").fill("ada@example.org");
            page.locator("#password").fill(PASSWORD);
            page.locator("#sign-in").click();
            assertThat(page.getByText("Ada Lovelace").first()).isVisible();

            L03_script_cannot_read_the_tokens(context, page);

            page.reload();
            assertThat(page.getByText("Ada Lovelace").first()).isVisible();
            page.evaluate("document.cookie = '__Host-nothing=1; Secure; Path=/'");
            dropAccessCookie(context);
            page.reload();
            assertThat(page.getByText("Ada Lovelace").first()).isVisible();

            page.navigate(house.url("/account/sessions").toString());
            assertThat(page.getByText("This device", new Page.GetByTextOptions().setExact(false))
                            .first())
                    .isVisible();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .first()
                    .click();
            assertThat(page.locator("#sign-in")).isVisible();
            page.reload();
            assertThat(page.locator("#sign-in")).isVisible();
            assertThat(complaints)
                    .as("what the content security policy complained of")
                    .isEmpty();
        }
    }

    /** L03, L06: nothing that script can reach holds a token. */
    private static void L03_script_cannot_read_the_tokens(BrowserContext context, Page page) {
        var access = context.cookies().stream()
                .filter(c -> c.name.equals("__Host-access_token"))
                .findFirst()
                .orElseThrow();
        assertThat(access.httpOnly).isTrue();
        assertThat(access.secure).isTrue();
        String seen = (String)
                page.evaluate(
                        "document.cookie + JSON.stringify(Object.entries(localStorage)) + JSON.stringify(Object.entries(sessionStorage))");
        assertThat(seen)
                .contains("__Host-csrf_token")
                .doesNotContain(access.value)
                .doesNotContain("refresh_token");
    }

    private static void dropAccessCookie(BrowserContext context) {
        context.clearCookies(new BrowserContext.ClearCookiesOptions().setName("__Host-access_token"));
    }

    @Test
    void a_wrong_password_is_told_in_plain_words() {
        try (BrowserContext context = chromium.newContext()) {
            Page page = visit(context, "/");
            page.locator("#username").fill("nobody@example.org");
            page.locator("#password").fill("not the password");
            page.locator("#sign-in").click();
            assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
        }
    }

    @Test
    void L11_an_injected_inline_script_does_not_run() {
        try (BrowserContext context = chromium.newContext()) {
            Page page = visit(context, "/");
            page.locator("#sign-in").waitFor();
            Object ran = page.evaluate("""
                    () => { const s = document.createElement('div');
                      try { s.innerHTML = '<img src=x onerror="window.pwned = 1">'; document.body.append(s); } catch (refused) { return 'refused'; }
                      return new Promise(r => setTimeout(() => r(window.pwned ?? 'refused'), 300)); }
                    """);
            assertThat(ran).isEqualTo("refused");
        }
    }
}

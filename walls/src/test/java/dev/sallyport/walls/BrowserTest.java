package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chromium at the front door: what a person sees, and what script cannot reach. */
@Tag("slow")
class BrowserTest {
    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path folder;

    private static HouseInBrowser there;

    @BeforeAll
    static void open() throws Exception {
        there = new HouseInBrowser(folder, RunningHouse.GENEROUS);
    }

    @AfterAll
    static void close() {
        if (there != null) {
            there.close();
        }
    }

    @Test
    void register_sign_in_see_the_name_refresh_sessions_sign_out() {
        try (BrowserContext context = there.chromium.newContext()) {
            var complaints = new ArrayList<String>();
            Page page = context.newPage();
            page.onConsoleMessage(m -> {
                if (m.text().contains("Content Security Policy") || m.text().contains("Trusted Type")) {
                    complaints.add(m.text());
                }
            });
            page.navigate(there.house.url("/register").toString());
            page.getByLabel("Name").fill("Ada Lovelace");
            page.locator("input[type=email]").fill("ada@example.org");
            page.locator("input[type=password]").first().fill(PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account"))
                    .click();
            assertThat(page.getByText("Check your mail", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();

            page.navigate(there.house.url("/").toString());
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

            page.navigate(there.house.url("/account/sessions").toString());
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

    /** The link of a letter, from the log of a house without a mail server, in which JSON writes {@code /} as {@code \/}. */
    private static Page follow(BrowserContext context, String link) {
        Page page = context.newPage();
        page.navigate(link);
        return page;
    }

    private static void register(Page page, String email) {
        page.navigate(there.house.url("/register").toString());
        page.locator("#email").fill(email);
        page.locator("#name").fill("Grace Hopper");
        page.locator("#password").fill(PASSWORD);
        page.locator("#register").click();
        assertThat(page.getByText("Check your mail")).isVisible();
    }

    @Test
    void by_way_of_the_mailbox_an_address_is_confirmed_and_a_password_is_chosen() throws Exception {
        try (BrowserContext context = there.chromium.newContext()) {
            Page page = context.newPage();
            register(page, "grace@example.org");
            Page verify = follow(context, there.house.linkTo("/verify-email", "grace@example.org"));
            assertThat(verify).hasURL(there.house.url("/verify-email").toString());
            verify.locator("#go-on").click();
            assertThat(verify.getByText("it is confirmed", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();

            page.navigate(there.house.url("/forgot-password").toString());
            page.locator("#email").fill("grace@example.org");
            page.locator("#send-link").click();
            assertThat(page.getByText("Check your mail")).isVisible();
            String link = there.house.linkTo("/reset-password", "grace@example.org");
            Page reset = follow(context, link);
            reset.locator("#password").fill("short");
            reset.locator("#reset").click();
            assertThat(reset.getByText("12 characters", new Page.GetByTextOptions().setExact(false))
                            .last())
                    .isVisible();
            reset.locator("#password").fill("another long password");
            reset.locator("#reset").click();
            assertThat(reset.getByText("Your password is changed")).isVisible();

            Page again = follow(context, link);
            again.locator("#password").fill("a third long password");
            again.locator("#reset").click();
            assertThat(again.getByRole(AriaRole.ALERT)).containsText("The link is not good");
            assertThat(again.getByText("Ask for a new link")).isVisible();

            there.signIn(page, "grace@example.org", PASSWORD);
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            there.signIn(page, "grace@example.org", "another long password");
            assertThat(page.locator("#user-email")).hasText("grace@example.org");
            assertThat(page.getByText("confirmed", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.navigate(there.house.url("/account/activity").toString());
            assertThat(page.getByText("Password changed")).isVisible();
            assertThat(page.getByText("E-mail address confirmed")).isVisible();
        }
    }

    @Test
    void files_go_up_come_down_as_they_were_and_go() throws Exception {
        try (BrowserContext context = there.chromium.newContext()) {
            Page page = context.newPage();
            there.signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#user-email")).isVisible();
            page.navigate(there.house.url("/account/files").toString());
            assertThat(page.getByText("There are no files yet.")).isVisible();
            String content = "<!doctype html><script>document.title = 'pwned'</script>";
            page.locator("#file")
                    .setInputFiles(new FilePayload("page.html", "text/html", content.getBytes(StandardCharsets.UTF_8)));
            assertThat(page.getByText("page.html")).isVisible();
            assertThat(page.getByText("text/html", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();
            Download download = page.waitForDownload(
                    () -> page.getByLabel("Download page.html").click());
            assertThat(download.suggestedFilename()).isEqualTo("page.html");
            assertThat(Files.readString(download.path())).isEqualTo(content);
            T46_opened_as_a_page_it_is_saved_and_not_run(page);
            page.getByLabel("Delete page.html").click();
            page.locator("#delete").click();
            assertThat(page.getByText("There are no files yet.")).isVisible();
        }
    }

    private static void T46_opened_as_a_page_it_is_saved_and_not_run(Page page) {
        Download saved = page.waitForDownload(() ->
                page.evaluate("location.href = document.querySelector('[aria-label=\"Download page.html\"]').href"));
        assertThat(saved.suggestedFilename()).isEqualTo("page.html");
        assertThat(page.title()).isEqualTo("Files · Sallyport");
    }

    /** WCAG 2.2 as far as a program can tell. */
    @Test
    void every_page_is_accessible_on_a_telephone() {
        everyPageIsAccessible(ColorScheme.LIGHT, 320);
    }

    @Test
    @Tag("long")
    void every_page_is_accessible_on_a_desk_in_the_dark() {
        everyPageIsAccessible(ColorScheme.DARK, 1180);
    }

    private static void everyPageIsAccessible(ColorScheme colours, int width) {
        var options = new Browser.NewContextOptions().setColorScheme(colours).setViewportSize(width, 760);
        try (BrowserContext context = there.chromium.newContext(options)) {
            Page page = context.newPage();
            var found = new ArrayList<String>();
            for (String path : List.of(
                    "/",
                    "/register",
                    "/forgot-password",
                    "/reset-password#x",
                    "/verify-email#x",
                    "/unlock#x",
                    "/change-email#x",
                    "/undo-email#x")) {
                page.navigate("about:blank");
                page.navigate(there.house.url(path).toString());
                check(page, path, found);
            }
            for (String path : List.of("/set-up#x", "/set-up", "/nowhere", "/problems/invalid-credentials")) {
                page.navigate("about:blank");
                page.navigate(there.house.url(path).toString());
                check(page, path, found);
            }
            page.navigate(there.house.url("/unlock#x").toString());
            page.locator("#go-on").click();
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            check(page, "/unlock with a bad link", found);
            there.signIn(page, RunningHouse.ADMIN, "not the password");
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            check(page, "/ with a wrong password", found);
            there.signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#user-email")).isVisible();
            check(page, "/account", found);
            page.getByText("Edit name").click();
            check(page, "/account while its name is edited", found);
            page.getByText("Cancel").click();
            page.getByText("Change e-mail address").click();
            check(page, "/account while its address is changed", found);
            for (String path : List.of(
                    "/account/sessions",
                    "/account/apps",
                    "/account/sign-in-methods",
                    "/account/activity",
                    "/account/files",
                    "/admin/people",
                    "/admin/jobs")) {
                page.navigate(there.house.url(path).toString());
                String there = switch (path) {
                    case "/account/files" -> ".drop";
                    case "/account/apps" -> "text=No app is connected";
                    case "/account/sign-in-methods" -> "text=No account elsewhere is connected";
                    case "/admin/jobs" -> "text=Nothing was given up";
                    default -> ".row";
                };
                page.locator(there).first().waitFor();
                check(page, path, found);
            }
            assertThat(found).isEmpty();
        }
    }

    /** No violation, and nothing that sticks out of the window. */
    private static void check(Page page, String what, List<String> found) {
        page.getByRole(AriaRole.HEADING).first().waitFor();
        Axe.complaints(page).forEach(complaint -> found.add(what + ": " + complaint));
    }

    @Test
    void a_wrong_password_is_told_in_plain_words() {
        try (BrowserContext context = there.chromium.newContext()) {
            Page page = there.visit(context, "/");
            page.locator("#username").fill("nobody@example.org");
            page.locator("#password").fill("not the password");
            page.locator("#sign-in").click();
            assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
        }
    }

    @Test
    void L11_an_injected_inline_script_does_not_run() {
        try (BrowserContext context = there.chromium.newContext()) {
            Page page = there.visit(context, "/");
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

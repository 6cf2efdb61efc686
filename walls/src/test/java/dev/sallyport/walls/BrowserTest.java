package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Chromium at the front door: what a person sees, and what script cannot reach. */
@Tag("slow")
class BrowserTest {
    private static final String PASSWORD = "a long enough password";

    /** Somebody else's application, at any port of this machine (RFC 8252 §7.3). */
    private static final String APPLICATION = """
            clients:
              - id: shop
                name: Green Shop
                public: true
                grants: [authorization_code, "urn:ietf:params:oauth:grant-type:device_code"]
                scopes: [openid, profile]
                redirect_uris: ["http://127.0.0.1/cb"]
            """;

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium browser;
    private static Browser chromium;

    @BeforeAll
    static void open() throws Exception {
        browser = Chromium.start();
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + APPLICATION);
        chromium = browser.browser();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
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

    /** The link of a letter, from the log of a house without a mail server, in which JSON writes {@code /} as {@code \/}. */
    private static Page follow(BrowserContext context, String link) {
        Page page = context.newPage();
        page.navigate(link);
        return page;
    }

    private static void register(Page page, String email) {
        page.navigate(house.url("/register").toString());
        page.locator("#email").fill(email);
        page.locator("#name").fill("Grace Hopper");
        page.locator("#password").fill(PASSWORD);
        page.locator("#register").click();
        assertThat(page.getByText("Check your mail")).isVisible();
    }

    private static void signIn(Page page, String email, String password) {
        page.navigate(house.url("/").toString());
        page.locator("#username").fill(email);
        page.locator("#password").fill(password);
        page.locator("#sign-in").click();
    }

    @Test
    void by_way_of_the_mailbox_an_address_is_confirmed_and_a_password_is_chosen() throws Exception {
        try (BrowserContext context = chromium.newContext()) {
            Page page = context.newPage();
            register(page, "grace@example.org");
            Page verify = follow(context, house.linkTo("/verify-email", "grace@example.org"));
            assertThat(verify).hasURL(house.url("/verify-email").toString());
            verify.locator("#go-on").click();
            assertThat(verify.getByText("it is confirmed", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();

            page.navigate(house.url("/forgot-password").toString());
            page.locator("#email").fill("grace@example.org");
            page.locator("#send-link").click();
            assertThat(page.getByText("Check your mail")).isVisible();
            String link = house.linkTo("/reset-password", "grace@example.org");
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

            signIn(page, "grace@example.org", PASSWORD);
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            signIn(page, "grace@example.org", "another long password");
            assertThat(page.locator("#user-email")).hasText("grace@example.org");
            assertThat(page.getByText("confirmed", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.navigate(house.url("/account/activity").toString());
            assertThat(page.getByText("Password changed")).isVisible();
            assertThat(page.getByText("E-mail address confirmed")).isVisible();
        }
    }

    @Test
    void files_go_up_come_down_as_they_were_and_go() throws Exception {
        try (BrowserContext context = chromium.newContext()) {
            Page page = context.newPage();
            signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#user-email")).isVisible();
            page.navigate(house.url("/account/files").toString());
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

    /** WCAG 2.2 as far as a program can tell, in light and dark, on a desk and on a telephone. */
    @ParameterizedTest
    @CsvSource({"LIGHT, 320", "DARK, 1180"})
    void every_page_is_accessible(ColorScheme colours, int width) {
        var options = new Browser.NewContextOptions().setColorScheme(colours).setViewportSize(width, 760);
        try (BrowserContext context = chromium.newContext(options)) {
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
                page.navigate(house.url(path).toString());
                check(page, path, found);
            }
            for (String path : List.of("/set-up#x", "/set-up", "/nowhere", "/problems/invalid-credentials")) {
                page.navigate("about:blank");
                page.navigate(house.url(path).toString());
                check(page, path, found);
            }
            page.navigate(house.url("/unlock#x").toString());
            page.locator("#go-on").click();
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            check(page, "/unlock with a bad link", found);
            signIn(page, RunningHouse.ADMIN, "not the password");
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            check(page, "/ with a wrong password", found);
            signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
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
                page.navigate(house.url(path).toString());
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
        new AxeBuilder(page)
                .setLegacyMode(true)
                .analyze()
                .getViolations()
                .forEach(violation -> found.add(what + ": " + violation.getId() + " at "
                        + violation.getNodes().getFirst().getHtml()));
        if ((Boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth")) {
            found.add(what + ": wider than the window");
        }
    }

    /** T11: what a real browser says of our own forms is taken, without script too. */
    @Test
    void an_application_is_let_in_by_the_pages_and_let_go_among_the_connected_apps() throws Exception {
        var arrived = new LinkedBlockingQueue<String>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/cb", exchange -> {
            arrived.add(exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        shop.start();
        try (BrowserContext context =
                chromium.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = visit(
                    context,
                    "/oauth2/authorize?response_type=code&client_id=shop&scope=openid%20profile&state=s"
                            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                            + "&redirect_uri=http://127.0.0.1:"
                            + shop.getAddress().getPort() + "/cb");
            signInOnThePage(page);
            page.locator("#allow").click();
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).contains("code=", "state=s");
            page.navigate(house.url("/oauth2/logout").toString());
            page.locator("#sign-out").click();
            assertThat(page.getByText("Signed out").first()).isVisible();
        } finally {
            shop.stop(0);
        }
        try (BrowserContext context = chromium.newContext()) {
            Page page = visit(context, "/");
            signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#user-email")).isVisible();
            page.navigate(house.url("/account/apps").toString());
            assertThat(page.getByText("Green Shop")).isVisible();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Disconnect Green Shop"))
                    .click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, disconnect Green Shop"))
                    .click();
            assertThat(page.getByText("No app is connected to your account.")).isVisible();
        }
    }

    @Test
    void a_device_is_let_in_by_the_page_without_script() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient();
                BrowserContext context =
                        chromium.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            String codes = http.send(
                            HttpRequest.newBuilder(house.url("/oauth2/device_authorization"))
                                    .header("content-type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString("client_id=shop&scope=openid"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher code = Pattern.compile("\"user_code\":\"([^\"]+)\"").matcher(codes);
            assertThat(code.find()).as(codes).isTrue();
            Page page = visit(context, "/device");
            page.locator("#user-code").fill(code.group(1).toLowerCase(java.util.Locale.ROOT));
            page.locator("#continue").click();
            signInOnThePage(page);
            assertThat(page.getByText(code.group(1))).isVisible();
            page.locator("#allow").click();
            assertThat(page.locator("#allow")).hasCount(0);
            assertThat(page.getByText("Error")).hasCount(0);
        }
    }

    private static void signInOnThePage(Page page) {
        page.locator("#username").fill(RunningHouse.ADMIN);
        page.locator("#password").fill(RunningHouse.ADMIN_PASSWORD);
        page.locator("#sign-in").click();
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

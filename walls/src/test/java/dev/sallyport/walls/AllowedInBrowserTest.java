package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications and devices that a person lets in on the pages in a real Chromium, without script. */
@Tag("slow")
class AllowedInBrowserTest {
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

    private static HouseInBrowser there;

    @BeforeAll
    static void open() throws Exception {
        there = new HouseInBrowser(folder, RunningHouse.GENEROUS + APPLICATION);
    }

    @AfterAll
    static void close() {
        if (there != null) {
            there.close();
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
                there.chromium.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = there.visit(
                    context,
                    "/oauth2/authorize?response_type=code&client_id=shop&scope=openid%20profile&state=s"
                            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
                            + "&redirect_uri=http://127.0.0.1:"
                            + shop.getAddress().getPort() + "/cb");
            signInOnThePage(page);
            page.locator("#allow").click();
            assertThat(arrived.poll(20, TimeUnit.SECONDS)).contains("code=", "state=s");
            page.navigate(there.house.url("/oauth2/logout").toString());
            page.locator("#sign-out").click();
            assertThat(page.getByText("Signed out").first()).isVisible();
        } finally {
            shop.stop(0);
        }
        try (BrowserContext context = there.chromium.newContext()) {
            Page page = there.visit(context, "/");
            there.signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            assertThat(page.locator("#user-email")).isVisible();
            page.navigate(there.house.url("/account/apps").toString());
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
                        there.chromium.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            String codes = http.send(
                            HttpRequest.newBuilder(there.house.url("/oauth2/device_authorization"))
                                    .header("content-type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString("client_id=shop&scope=openid"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher code = Pattern.compile("\"user_code\":\"([^\"]+)\"").matcher(codes);
            assertThat(code.find()).as(codes).isTrue();
            Page page = there.visit(context, "/device");
            page.locator("#user-code").fill(code.group(1).toLowerCase(Locale.ROOT));
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
}

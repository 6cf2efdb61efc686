package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Chromium makes of the policies that answers carry: for scripts, for pages of other origins, and for cookies. */
@Tag("slow")
class PolicyInBrowserTest {
    private static final Pattern COUNT =
            Pattern.compile("(?m)^sallyport_csp_reports_total\\{[^}]*directive=\"script-src-elem\"[^}]*} ([0-9.]+)$");
    private static final String INJECTED = "<script>document.documentElement.dataset.injected = 'ran'</script>";

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium browser;
    private static HttpServer listed;
    private static HttpServer foreign;

    @BeforeAll
    static void open() throws Exception {
        browser = Chromium.start();
        listed = site();
        foreign = site();
        house = RunningHouse.start(folder, RunningHouse.GENEROUS + "cors: { allow: [\"" + origin(listed) + "\"] }\n");
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
        if (browser != null) {
            browser.close();
        }
        if (listed != null) {
            listed.stop(0);
            foreign.stop(0);
        }
    }

    /** Somebody else's page, with nothing on it. */
    private static HttpServer site() throws IOException {
        var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>elsewhere</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (var out = exchange.getResponseBody()) {
                out.write(page);
            }
        });
        site.start();
        return site;
    }

    private static String origin(HttpServer site) {
        return "http://localhost:" + site.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs", "/device"})
    void L11_an_injected_script_does_not_run_and_its_report_arrives(String path) throws Exception {
        double before = reported();
        try (BrowserContext context = browser.browser().newContext()) {
            Page page = context.newPage();
            page.route(house.url(path).toString(), PolicyInBrowserTest::injected);
            page.navigate(house.url(path).toString());

            assertThat(page.content()).contains("dataset.injected = 'ran'");
            assertThat(page.evaluate("document.documentElement.dataset.injected ?? 'did not run'"))
                    .isEqualTo("did not run");
            // Reports of a page are sent when it is left, at the latest.
            page.navigate("about:blank");
            awaitReport(before);
        }
        assertThat(house.log()).contains("policy violated: directive=script-src-elem blocked=inline page=http:");
    }

    /** The page as it was served, its policy too, with a script that its server did not write. */
    private static void injected(Route route) {
        APIResponse served = route.fetch();
        route.fulfill(new Route.FulfillOptions()
                .setResponse(served)
                .setBody(served.text().replaceFirst("(?=</head>)", Matcher.quoteReplacement(INJECTED))));
    }

    private static void awaitReport(double before) throws InterruptedException {
        for (int i = 0; i < 100 && reported() <= before; i++) {
            Thread.sleep(100);
        }
        assertThat(reported()).as("reports that /metrics counts").isGreaterThan(before);
    }

    private static double reported() {
        try (var caller = new Caller(house)) {
            Matcher count = COUNT.matcher(
                    caller.send(house.monitorUrl("/metrics"), "GET", "").text());
            return count.find() ? Double.parseDouble(count.group(1)) : 0;
        }
    }

    @Test
    void L10_a_page_of_a_listed_origin_reads_answers_and_their_headers() {
        try (BrowserContext context = browser.browser().newContext()) {
            Page page = visit(context, listed);
            assertThat(asked(page, "/.well-known/openid-configuration", "{}")).startsWith("200 read ");
            assertThat(asked(page, "/v1/auth/me", "{headers: {authorization: 'Bearer x'}}"))
                    .as("after a preflight; the fields that are shared can be read")
                    .startsWith("401 read Bearer");
            assertThat(asked(page, "/v1/auth/me", "{credentials: 'include'}"))
                    .as("with the browser's cookies")
                    .isEqualTo("TypeError");
            assertThat(asked(page, "/v1/auth/login_web", "{method: 'POST'}"))
                    .as("a call of the house's own pages")
                    .isEqualTo("TypeError");
            assertThat(asked(page, "/web/v1/profile", "{}"))
                    .as("the browser gate answers nobody else")
                    .isEqualTo("TypeError");
            assertThat(asked(page, "/v1/auth/me", "{headers: {'x-user': 'admin'}}"))
                    .as("a field that the preflight does not allow")
                    .isEqualTo("TypeError");
        }
    }

    @Test
    void L10_a_page_of_another_origin_reads_nothing() {
        try (BrowserContext context = browser.browser().newContext()) {
            Page page = visit(context, foreign);
            for (String path : new String[] {"/.well-known/openid-configuration", "/v1/auth/me", "/web/v1/profile"}) {
                assertThat(asked(page, path, "{}")).as(path).isEqualTo("TypeError");
                assertThat(asked(page, path, "{headers: {authorization: 'Bearer x'}}"))
                        .as(path)
                        .isEqualTo("TypeError");
            }
        }
    }

    private static Page visit(BrowserContext context, HttpServer site) {
        Page page = context.newPage();
        page.navigate(origin(site) + "/");
        return page;
    }

    /** What the page's script gets: status, whether the id of the request can be read, and how to sign in; or the error's name. */
    private static String asked(Page page, String path, String options) {
        return (String) page.evaluate(
                "async ([url, options]) => { try { const answer = await fetch(url, eval('(' + options + ')'));"
                        + " const id = answer.headers.get('x-request-id') ? 'read' : 'hidden'; await answer.text();"
                        + " return answer.status + ' ' + id + ' ' + answer.headers.get('www-authenticate'); }"
                        + " catch (e) { return e.name; } }",
                List.of(house.url(path).toString(), options));
    }

    @Test
    void L03_cookies_have_exactly_their_attributes_in_the_browser() {
        try (BrowserContext context = browser.browser().newContext()) {
            Page page = context.newPage();
            page.navigate(house.url("/").toString());
            page.locator("#username").fill(RunningHouse.ADMIN);
            page.locator("#password").fill(RunningHouse.ADMIN_PASSWORD);
            page.locator("#sign-in").click();
            page.locator("#sign-in").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

            Map<String, String> attributes = context.cookies().stream()
                    .collect(Collectors.toMap(cookie -> cookie.name, PolicyInBrowserTest::attributes));
            assertThat(attributes)
                    .containsEntry("__Host-access_token", "localhost / HttpOnly Secure STRICT")
                    .containsEntry("__Secure-refresh_token", "localhost /v1/auth HttpOnly Secure STRICT")
                    .containsEntry("__Host-csrf_token", "localhost / readable Secure STRICT")
                    .containsEntry("__Host-session", "localhost / HttpOnly Secure LAX")
                    .containsEntry("__Host-known_browser", "localhost / HttpOnly Secure STRICT")
                    .hasSize(5);
        }
    }

    private static String attributes(Cookie cookie) {
        assertThat(cookie.expires).as(cookie.name).isGreaterThan((double)
                Instant.now().getEpochSecond());
        return cookie.domain + " " + cookie.path + (cookie.httpOnly ? " HttpOnly" : " readable")
                + (cookie.secure ? " Secure " : " anywhere ") + cookie.sameSite;
    }
}

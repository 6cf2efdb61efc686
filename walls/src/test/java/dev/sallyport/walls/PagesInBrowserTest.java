package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authorization server's pages in a real Chromium: used without script, read by axe, at the width of a small telephone. */
@Tag("slow")
class PagesInBrowserTest {
    private static final Path PICTURES = Repository.ROOT.resolve("walls/target/pages");
    private static Chromium chromium;
    private static SamplePages pages;

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        pages = new SamplePages();
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void close() {
        if (pages != null) {
            pages.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void forget() {
        pages.posted.clear();
        pages.arrived.clear();
    }

    private static BrowserContext context(boolean script, String language, ColorScheme scheme, int width) {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setJavaScriptEnabled(script)
                        .setLocale(language)
                        .setColorScheme(scheme)
                        .setViewportSize(width, 900));
    }

    private static Page show(BrowserContext context, String sample) {
        Page page = context.newPage();
        page.navigate(pages.url("/show/" + sample));
        return page;
    }

    @Test
    void every_page_can_be_read_by_everybody_at_320_pixels() {
        everybodyReads("en-US", ColorScheme.LIGHT);
    }

    @Test
    @Tag("long")
    void every_page_can_be_read_by_everybody_in_german_and_in_the_dark() {
        everybodyReads("de-DE", ColorScheme.DARK);
    }

    /** axe needs script, so it reads the pages in a context of its own, in which nobody presses anything. */
    private static void everybodyReads(String language, ColorScheme scheme) {
        var found = new ArrayList<String>();
        try (BrowserContext context = context(true, language, scheme, 320)) {
            context.route("**/show/form-post", PagesInBrowserTest::withoutScript);
            for (String sample : pages.samples().keySet()) {
                Page page = show(context, sample);
                page.onConsoleMessage(message -> found.add(sample + ": " + message.text()));
                Axe.complaints(page).forEach(complaint -> found.add(sample + ": " + complaint));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(sample + "-" + language + "-" + scheme + ".png")));
                page.close();
            }
        }
        assertThat(found).isEmpty();
    }

    /** The page that leaves by itself would be gone before it is read. */
    private static void withoutScript(Route route) {
        APIResponse page = route.fetch();
        String still = page.text().replaceAll("<script.*</script>", "");
        route.fulfill(new Route.FulfillOptions().setResponse(page).setBody(still));
    }

    @Test
    void a_keyboard_without_script_signs_in() throws InterruptedException {
        try (BrowserContext context = context(false, "en-US", ColorScheme.LIGHT, 1000)) {
            Page page = show(context, "sign-in");
            assertThat(page.locator("#username")).isFocused();
            page.keyboard().type("ada@example.org");
            for (String next : List.of(
                    "#password",
                    "#sign-in",
                    "a[href='/forgot-password']",
                    "a[href^='/sign-up?flow=']",
                    "button[formaction$='/github']")) {
                page.keyboard().press("Tab");
                assertThat(page.locator(next)).isFocused();
            }
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("sign-in-wide.png")));
            page.locator("#password").fill("a long enough password");
            page.keyboard().press("Enter");
            assertThat(pages.posted.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("/sign-in flow=flow-1&csrf=csrf-1&username=ada%40example.org"
                            + "&password=a+long+enough+password");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sign-in, button[formaction$=github], /sign-in/with/github, ''",
        "consent, #allow, /consent, decision=allow",
        "consent, #deny, /consent, decision=deny",
        "consent, #another, /consent, decision=another",
        "choose-account, button[value=a2], /choose-account, account=a2",
        "choose-account, #another, /choose-account, decision=another",
        "sign-out, #sign-out, /sign-out, decision=sign-out",
        "sign-out, #stay, /sign-out, decision=stay",
        "device-wrong, #continue, /device, user_code=WDJB-MJHT",
        "device-confirm, #allow, /device, decision=allow",
        "device-confirm, #deny, /device, decision=deny"
    })
    void every_button_works_without_script(String sample, String button, String path, String said)
            throws InterruptedException {
        try (BrowserContext context = context(false, "en-US", ColorScheme.LIGHT, 1000)) {
            show(context, sample).locator(button).click();
            assertThat(pages.posted.poll(10, TimeUnit.SECONDS))
                    .isEqualTo(path + " flow=flow-1&csrf=csrf-1" + (said.isEmpty() ? "" : "&" + said));
        }
    }

    /** By itself where there is script, and by its button where there is none. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void an_answer_reaches_the_client_as_a_form(boolean script) throws InterruptedException {
        try (BrowserContext context = context(script, "en-US", ColorScheme.LIGHT, 1000)) {
            Page page = show(context, "form-post");
            if (!script) {
                page.locator("#continue").click();
            }
            assertThat(pages.arrived.poll(10, TimeUnit.SECONDS))
                    .isEqualTo("POST /callback code=c0de&state=a+b%26c%22%3C%C3%A9");
        }
    }

    /**
     * Chromium applies form-action to every redirect after a post: the page must have named the client, and where the client
     * itself sends the browser on to another site, none may be named.
     */
    @ParameterizedTest
    @CsvSource({
        "here, onward, false",
        "here, later, false",
        "shop, onward, true",
        "shop, later, true",
        "shop, further, false",
        "anywhere, onward, true",
        "anywhere, further, true"
    })
    void a_form_leads_to_the_client_only_where_its_page_says_so(String onward, String way, boolean arrives)
            throws InterruptedException {
        try (BrowserContext context = context(false, "en-US", ColorScheme.LIGHT, 1000)) {
            Page page = context.newPage();
            page.navigate(pages.url("/onward/" + onward + "?" + way));
            page.locator("#sign-out").click();
            assertThat(pages.posted.poll(10, TimeUnit.SECONDS)).startsWith("/sign-out");
            String arrived = pages.arrived.poll(arrives ? 10_000 : 1_500, TimeUnit.MILLISECONDS);
            assertThat(arrived != null).as("arrived at the shop").isEqualTo(arrives);
        }
    }

    /** Hidden and without script, each frame is still asked for, under a policy that names its site. */
    @Test
    void the_signed_out_page_loads_the_frames_of_clients() throws InterruptedException {
        try (BrowserContext context = context(false, "en-US", ColorScheme.LIGHT, 1000)) {
            Page page = context.newPage();
            page.navigate(pages.url("/frames"));
            for (int i = 0; i < 2; i++) {
                assertThat(pages.arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /callback ");
            }
            assertThat(page.locator("iframe:visible")).hasCount(0);
            assertThat(page.locator("#back, .aside a")).isVisible();
        }
    }
}

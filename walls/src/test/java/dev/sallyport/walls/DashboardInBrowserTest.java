package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor's pages in a real browser: they come to life by themselves, load nothing from elsewhere, and axe finds nothing. */
@Tag("slow")
class DashboardInBrowserTest {
    private static final Path PICTURES = Path.of("target", "monitor");
    private static final double PATIENCE = 30_000;

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Chromium.start();
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (house != null) {
            house.close();
        }
    }

    private static BrowserContext looking(ColorScheme scheme, int width) {
        return browser.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 1_200)
                        .setColorScheme(scheme));
    }

    private static void isReadable(Page page) {
        var found = new AxeBuilder(page).analyze();
        Assertions.assertThat(found.getPasses()).hasSizeGreaterThan(5);
        Assertions.assertThat(found.getViolations()).isEmpty();
    }

    @Test
    void L26_the_dashboard_comes_to_life_by_itself() {
        try (BrowserContext context = looking(ColorScheme.LIGHT, 1_400)) {
            var complaints = new ArrayList<String>();
            var asked = new ArrayList<String>();
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onRequest(request -> asked.add(request.url()));
            page.navigate(house.monitorUrl("/").toString());
            page.locator("#main").evaluate("main => main.dataset.old = 'yes'");
            MetricsTest.live(house);
            // The script brings the page of the next moment into this one.
            assertThat(page.locator("#main[data-old]"))
                    .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
            assertThat(page.locator("figure"))
                    .hasCount(12, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
            Locator requests = page.locator("figure").first();
            requests.locator(".plot > svg").hover(new Locator.HoverOptions().setPosition(200, 60));
            assertThat(requests.locator(".at")).containsText("UTC");
            assertThat(requests.locator(".at")).containsText("gateway");
            isReadable(page);
            page.locator("#pause").click();
            assertThat(page.locator("#pause")).hasAttribute("aria-pressed", "true");
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("dashboard.png")));
            Assertions.assertThat(complaints).isEmpty();
            Assertions.assertThat(asked)
                    .allMatch(url -> url.startsWith(house.monitorUrl("/").toString()) || url.startsWith("data:"));
        }
    }

    @Test
    void it_is_readable_in_the_dark_and_at_the_width_of_a_small_telephone() {
        for (String path : List.of("/dashboard", "/dashboard?hours=1", "/mailbox")) {
            try (BrowserContext context = looking(ColorScheme.DARK, 360)) {
                Page page = context.newPage();
                page.navigate(house.monitorUrl(path).toString());
                isReadable(page);
                Object wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
                Assertions.assertThat(wide).as(path + " scrolls to the side").isEqualTo(false);
            }
        }
    }

    @Test
    void without_script_it_is_whole_and_comes_again_each_minute() {
        try (BrowserContext context =
                browser.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(house.monitorUrl("/dashboard").toString());
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator("#pause")).isHidden();
            Assertions.assertThat(page.content()).contains("http-equiv=\"refresh\" content=\"60\"");
        }
    }
}

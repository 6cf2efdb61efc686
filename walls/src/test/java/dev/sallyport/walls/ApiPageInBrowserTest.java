package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page about the API in a browser: both ways to a token, a call with it, and reading it on any screen. */
@Tag("slow")
class ApiPageInBrowserTest {
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long enough password";

    private static final Path PICTURES = Path.of("target", "api-page");

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium chromium;

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        try (var caller = new Caller(house)) {
            caller.register(EMAIL, PASSWORD, "Ada");
        }
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

    private static BrowserContext context(ColorScheme scheme, int width) {
        return chromium.browser()
                .newContext(
                        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(house.url("/docs").toString());
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sallyport API")))
                .isVisible();
        return page;
    }

    private static void call(Page page, String typed, String summary) {
        page.locator("#search").fill(typed);
        page.locator(".docs-list")
                .getByText(summary, new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("#call-title")).hasText(summary);
        page.locator("#send").click();
        assertThat(page.locator("#answer-status")).isVisible();
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("docs-" + name + ".png")));
    }

    /** What a thief who reads the browser's storage would find. */
    private static String stored(Page page) {
        return (String) page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)");
    }

    @Test
    void L13_a_password_gets_a_token_that_opens_calls() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440)) {
            Page page = page(context);
            picture(page, "front");
            call(page, "profile", "Read one's profile");
            assertThat(page.locator("#answer-status")).containsText("401");
            page.locator("#username").fill(EMAIL);
            page.locator("#password").fill("wrong password");
            page.locator("#authorize-password").click();
            assertThat(page.locator("[data-problem=invalid-credentials]")).isVisible();
            page.locator("#password").fill(PASSWORD);
            page.locator("#authorize-password").click();
            assertThat(page.locator("#held")).containsText("profile");
            page.locator("#send").click();
            assertThat(page.locator("#answer-status")).containsText("200");
            assertThat(page.locator("#answer-body")).containsText(EMAIL);
            picture(page, "profile");
            call(page, "files list", "List one's files, newest first");
            assertThat(page.locator("#answer-status")).containsText("200");
            call(page, "sessions GET", "List one's sessions");
            assertThat(page.locator("#answer-status")).containsText("200");
            assertThat(page.locator("#answer-body")).containsText("\"current\": true");
            assertThat(stored(page)).doesNotContain("eyJ");
            page.locator("#forget").click();
            assertThat(page.locator("#authorize-password")).isVisible();
            page.locator("#send").click();
            assertThat(page.locator("#answer-status")).containsText("401");
        }
        // The browser itself tells of every answer of 4xx.
        assertThat(complaints).allMatch(said -> said.contains("status of 401"));
    }

    @Test
    void L15_a_code_with_pkce_gets_a_token_that_opens_calls() {
        try (BrowserContext context = context(ColorScheme.DARK, 1440)) {
            Page page = page(context);
            page.getByText("Code + PKCE", new Page.GetByTextOptions().setExact(true))
                    .click();
            page.locator("#authorize-code").click();
            page.locator("#username").fill(EMAIL);
            page.locator("#password").fill(PASSWORD);
            page.locator("#sign-in").click();
            assertThat(page.locator("#held")).containsText("files");
            assertThat(page.url()).endsWith("/docs");
            call(page, "keep", "Keep a file");
            call(page, "files list", "List one's files, newest first");
            assertThat(page.locator("#answer-status")).containsText("200");
            picture(page, "dark");
            assertThat(stored(page)).doesNotContain("eyJ");
            page.reload();
            assertThat(page.locator("#held")).hasCount(0);
        }
        assertThat(complaints).allMatch(said -> said.contains("status of 4"));
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1440", "DARK, 1440", "LIGHT, 1100", "DARK, 320"})
    @Tag("long")
    void the_page_can_be_read_by_everybody(ColorScheme scheme, int width) {
        var found = new ArrayList<String>();
        try (BrowserContext context = context(scheme, width)) {
            Page page = page(context);
            for (String call : List.of("", "#postAuthLoginMobile", "#patchProfile", "#getFilesById")) {
                page.navigate(house.url("/docs" + call).toString());
                assertThat(page.locator(call.isEmpty() ? ".docs-tags" : "#call-title"))
                        .isVisible();
                Axe.complaints(page).forEach(complaint -> found.add(call + " " + complaint));
                picture(page, scheme + "-" + width + "-" + call.replace("#", ""));
            }
        }
        assertThat(found).isEmpty();
        assertThat(complaints).isEmpty();
    }

    /** Who only signs in fetches nothing of it. */
    @Test
    void it_does_not_load_into_other_pages() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1000)) {
            var fetched = new ArrayList<String>();
            Page page = context.newPage();
            page.onRequest(request -> fetched.add(request.url()));
            page.navigate(house.url("/").toString());
            assertThat(page.locator("#password")).isVisible();
            assertThat(fetched).noneMatch(url -> url.contains("/assets/page-") || url.contains("openapi"));
        }
    }
}

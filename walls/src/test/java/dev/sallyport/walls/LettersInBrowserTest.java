package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters as a developer reads them in a browser, and what their links lead to. */
@Tag("slow")
class LettersInBrowserTest {
    private static final String PASSWORD = "a long enough password";
    private static final String NEXT = "another long password";

    /** Where the last run left pictures of what it saw. */
    private static final Path PICTURES = Path.of("target", "letters");

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static Chromium browser;
    private static Browser chromium;

    @BeforeAll
    static void open() throws Exception {
        browser = Chromium.start();
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        chromium = browser.browser();
        Files.createDirectories(PICTURES);
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

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    private static void signIn(Page page, String email, String password) {
        page.navigate(house.url("/").toString());
        page.locator("#username").fill(email);
        page.locator("#password").fill(password);
        page.locator("#sign-in").click();
    }

    @Test
    void a_letter_is_read_in_the_mailbox_and_its_button_opens_the_page() throws Exception {
        try (var caller = new Caller(house);
                BrowserContext context = chromium.newContext(new Browser.NewContextOptions()
                        .setViewportSize(1180, 760)
                        .setLocale("de-DE")
                        .setColorScheme(ColorScheme.LIGHT))) {
            caller.register("grace@example.org", PASSWORD, "Grace");
            house.linkTo("/verify-email", "grace@example.org");
            var complaints = new ArrayList<String>();
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.navigate(house.monitorUrl("/mailbox").toString());
            assertThat(page.getByText("grace@example.org").first()).isVisible();
            var letter = page.frameLocator("iframe");
            assertThat(letter.getByText("Somebody, probably you")).isVisible();
            Assertions.assertThat(complaints).isEmpty();
            picture(page, "mailbox");

            Page opened = context.waitForPage(() -> letter.getByText(
                            "Confirm address",
                            new com.microsoft.playwright.FrameLocator.GetByTextOptions().setExact(true))
                    .click());
            opened.locator("#go-on").click();
            assertThat(opened.getByText("it is confirmed", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();

            page.getByText("Text", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("pre a")).hasAttribute("href", java.util.regex.Pattern.compile("/verify-email#"));
            picture(page, "mailbox-text");
        }
    }

    @Test
    void T07_an_address_is_changed_by_the_new_mailbox_and_taken_back_by_the_old_one() throws Exception {
        try (var caller = new Caller(house);
                BrowserContext context = chromium.newContext()) {
            caller.register("ada@example.org", PASSWORD, "Ada");
            Page page = context.newPage();
            page.navigate(house.linkTo("/verify-email", "ada@example.org"));
            page.locator("#go-on").click();
            assertThat(page.getByText("it is confirmed", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();
            signIn(page, "ada@example.org", PASSWORD);
            page.getByText("Change e-mail address").click();
            page.locator("#email").fill("ada@new.example");
            page.locator("#password").fill("not the password");
            page.locator("#change-email").click();
            assertThat(page.getByText("Is not your password.")).isVisible();
            page.locator("#password").fill(PASSWORD);
            page.locator("#change-email").click();
            assertThat(page.getByText("Check your mail")).isVisible();

            page.navigate(house.linkTo("/change-email", "ada@new.example"));
            page.locator("#go-on").click();
            assertThat(page.getByText("This is your address now")).isVisible();

            page.navigate(house.linkTo("/undo-email", "ada@example.org"));
            page.locator("#password").fill(NEXT);
            page.locator("#undo-email").click();
            assertThat(page.getByText("Your account is yours again")).isVisible();
            signIn(page, "ada@example.org", NEXT);
            assertThat(page.locator("#user-email")).hasText("ada@example.org");
        }
    }

    @Test
    void the_owner_is_told_of_a_sign_in_on_a_new_device_and_not_of_the_first() throws Exception {
        try (var caller = new Caller(house)) {
            caller.register("eve@example.org", PASSWORD, "Eve");
            caller.loginWeb("eve@example.org", PASSWORD);
            try (BrowserContext context = chromium.newContext()) {
                Page page = context.newPage();
                signIn(page, "eve@example.org", PASSWORD);
                assertThat(page.locator("#user-email")).isVisible();
                house.linkTo("/reset-password", "eve@example.org");
                page.navigate(house.monitorUrl("/mailbox").toString());
                Locator told = page.getByText("Sign-in on a new device");
                assertThat(told.first()).isVisible();
                told.first().click();
                assertThat(page.frameLocator("iframe").getByText("Chrome (")).isVisible();
                picture(page, "new-device");
            }
        }
    }

    @Test
    void an_administrator_sees_the_queue() {
        try (BrowserContext context = chromium.newContext(new Browser.NewContextOptions().setViewportSize(1180, 760))) {
            Page page = context.newPage();
            signIn(page, RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            page.getByText("Jobs", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.getByText("Nothing was given up.")).isVisible();
            page.getByText("Waiting", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.getByText("Cleaning up")).isVisible();
            picture(page, "jobs");
        }
    }
}

package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes a copy of everything and leaves, with a mouse. */
@Tag("slow")
class DataRightsInBrowserTest {
    private static final String PASSWORD = "a long enough password";

    /** Where the last run left pictures of what it saw. */
    private static final Path PICTURES = Path.of("target", "data-rights");

    @TempDir
    private Path folder;

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    }

    @Test
    void a_person_takes_a_copy_of_everything_and_leaves() throws Exception {
        Files.createDirectories(PICTURES);
        try (Chromium browser = Chromium.start();
                RunningHouse house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                Caller caller = new Caller(house);
                BrowserContext context = browser.browser()
                        .newContext(new Browser.NewContextOptions()
                                .setViewportSize(1180, 860)
                                .setColorScheme(ColorScheme.LIGHT))) {
            caller.register("ada@example.org", PASSWORD, "Ada");
            Page page = context.newPage();
            page.navigate(house.linkTo("/verify-email", "ada@example.org"));
            page.locator("#go-on").click();
            assertThat(page.getByText("it is confirmed", new Page.GetByTextOptions().setExact(false)))
                    .isVisible();
            signIn(page, house);

            page.locator("#export-data").click();
            assertThat(page.locator("#fetch-data")).isVisible();
            picture(page, "ready");
            Download download =
                    page.waitForDownload(() -> page.locator("#fetch-data").click());
            Path archive = folder.resolve("archive.zip");
            download.saveAs(archive);
            try (var zip = new ZipFile(archive.toFile())) {
                Assertions.assertThat(zip.stream().map(Object::toString)).contains("README.txt", "account.json");
            }
            Assertions.assertThat(download.suggestedFilename()).matches("personal-data-[0-9-]{10}\\.zip");

            page.locator("#leave").click();
            page.locator("#password").fill("not the password");
            page.locator("#erase").click();
            assertThat(page.getByText("Is not your password.")).isVisible();
            picture(page, "leave");
            page.locator("#password").fill(PASSWORD);
            page.locator("#erase").click();
            assertThat(page.getByText("Check your mail")).isVisible();

            page.navigate(house.linkTo("/erase-account", "ada@example.org"));
            picture(page, "confirm");
            page.locator("#go-on").click();
            assertThat(page.getByText("Your account is closed")).isVisible();
            signIn(page, house);
            assertThat(page.getByText("That did not match")).isVisible();
        }
    }

    private static void signIn(Page page, RunningHouse house) {
        page.navigate(house.url("/").toString());
        page.locator("#username").fill("ada@example.org");
        page.locator("#password").fill(PASSWORD);
        page.locator("#sign-in").click();
    }
}

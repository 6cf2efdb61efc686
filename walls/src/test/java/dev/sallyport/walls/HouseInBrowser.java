package dev.sallyport.walls;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;

/** A house and a real Chromium, and what people do there on its pages. */
final class HouseInBrowser implements AutoCloseable {
    final RunningHouse house;
    final Browser chromium;

    private final Chromium browser;

    HouseInBrowser(Path folder, String settings) throws Exception {
        browser = Chromium.start();
        chromium = browser.browser();
        try {
            house = RunningHouse.start(folder, settings);
        } catch (IOException | InterruptedException | RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    Page visit(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(house.url(path).toString());
        return page;
    }

    void signIn(Page page, String email, String password) {
        page.navigate(house.url("/").toString());
        page.locator("#username").fill(email);
        page.locator("#password").fill(password);
        page.locator("#sign-in").click();
    }

    @Override
    public void close() {
        browser.close();
        house.close();
    }
}

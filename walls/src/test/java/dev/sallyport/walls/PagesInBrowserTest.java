package dev.sallyport.walls;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.sallyport.auth.page.Account;
import dev.sallyport.auth.page.Asked;
import dev.sallyport.auth.page.AskingClient;
import dev.sallyport.auth.page.ChooseAccountView;
import dev.sallyport.auth.page.ConsentView;
import dev.sallyport.auth.page.Detail;
import dev.sallyport.auth.page.DeviceView;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.ErrorView;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.FormPostView;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.auth.page.Onward;
import dev.sallyport.auth.page.PageContext;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.page.SignInView;
import dev.sallyport.auth.page.SignOutView;
import dev.sallyport.auth.page.SignUpView;
import dev.sallyport.auth.page.SignedOutView;
import dev.sallyport.auth.page.Theme;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
    private static final FlowFields FORM = new FlowFields("flow-1", "csrf-1");
    private static final AskingClient SHOP = new AskingClient("Green Shop", "shop.example.org");
    private static final Account ADA = new Account("a1", "Ada Lovelace", "ada@example.org");
    private static final Account BOB =
            new Account("a2", "", "bob.with.a.very.long.address.indeed@department.of.long.names.example.org");

    private static final Path PICTURES = Repository.ROOT.resolve("walls/target/pages");

    private static Chromium chromium;
    private static HttpEngine engine;
    private static HttpEngine.Listening door;
    private static HttpEngine.Listening shop;
    private static HttpEngine.Listening other;
    private static Pages pages;

    /** What was posted to the door, and what arrived at the shop, in order. */
    private static final BlockingQueue<String> POSTED = new LinkedBlockingQueue<>();

    private static final BlockingQueue<String> ARRIVED = new LinkedBlockingQueue<>();

    @BeforeAll
    static void open() throws Exception {
        chromium = Chromium.start();
        var random = new SecureRandom();
        pages = new Pages(Theme.OURS, count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
        var ids = new AtomicInteger();
        engine = new HttpEngine(() -> "id-" + ids.incrementAndGet());
        shop = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, PagesInBrowserTest::shop);
        other = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, PagesInBrowserTest::shop);
        door = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, PagesInBrowserTest::door);
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void forget() {
        POSTED.clear();
        ARRIVED.clear();
    }

    /** {@code GET /show/NAME} is a sample; a post is noted, and that of {@code GET /onward/WHERE} leads to the shop. */
    private static Response door(Request request) {
        if (request.method().equals("POST")) {
            POSTED.add(request.path() + " " + body(request));
            return leaving(body(request));
        }
        PageContext context = pages.context(request, "");
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (name.equals("hop")) {
            return Response.seeOther(at(shop, "/callback").toString());
        }
        if (name.equals("frames")) {
            List<URI> frames = List.of(at(shop, "/callback?sid=1"), at(other, "/callback?sid=2"));
            return pages.signedOut(context, new SignedOutView(Optional.empty(), Optional.empty(), frames));
        }
        if (request.path().startsWith("/onward/")) {
            return onward(context, name, request.query());
        }
        var page = samples().get(name);
        return page == null ? Response.of(404) : page.apply(context);
    }

    /** From the form to the shop: at once, by way of a page of ours, or by way of a page of the shop's. */
    private static Response leaving(String form) {
        if (form.contains("csrf=onward")) {
            return Response.seeOther(at(shop, "/callback").toString());
        }
        if (form.contains("csrf=later")) {
            return Response.seeOther(at(door, "/hop").toString());
        }
        return form.contains("csrf=further")
                ? Response.seeOther(at(shop, "/hop").toString())
                : Response.text(200, "text/plain", "posted");
    }

    /** {@code /hop} leads on to another site. */
    private static Response shop(Request request) {
        if (request.path().equals("/hop")) {
            return Response.seeOther(at(other, "/callback").toString());
        }
        if (!request.path().equals("/callback")) {
            return Response.of(404);
        }
        ARRIVED.add(request.method() + " " + request.path() + " " + body(request));
        return Response.text(200, "text/plain", "arrived");
    }

    private static String body(Request request) {
        try {
            return new String(request.body().bytes(10_000), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI at(HttpEngine.Listening place, String path) {
        return URI.create("http://127.0.0.1:" + place.port() + path);
    }

    private static Map<String, Function<PageContext, Response>> samples() {
        var asked = new Asked(
                List.of("openid", "profile", "email", "orders"),
                List.of(URI.create("https://api.shop.example.org/v1")),
                List.of(Detail.of(Json.tree("""
                        {"type":"payment_initiation","actions":["initiate","status"],"locations":["https://bank.example.org"],
                         "instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A"}
                        """.getBytes(StandardCharsets.UTF_8)))));
        var legal = Optional.of(URI.create("https://shop.example.org/legal"));
        var providers = List.of(
                new SignInView.Provider("github", "GitHub"), new SignInView.Provider("acme", "Acme Corporation"));
        var all = new TreeMap<String, Function<PageContext, Response>>();
        all.put(
                "sign-in",
                context -> pages.signIn(
                        context, new SignInView(FORM, Optional.of(SHOP), "", Optional.empty(), true, true, providers)));
        all.put(
                "sign-in-wrong",
                context -> pages.signIn(
                        context,
                        new SignInView(
                                FORM,
                                Optional.of(SHOP),
                                "ada@example.org",
                                Optional.of(new Notice.Wrong()),
                                true,
                                true,
                                List.of())));
        all.put(
                "sign-in-suspended",
                context -> pages.signIn(
                        context,
                        new SignInView(
                                FORM,
                                Optional.empty(),
                                "ada@example.org",
                                Optional.of(new Notice.Suspended(Duration.ofMinutes(702))),
                                true,
                                false,
                                List.of())));
        all.put(
                "sign-up",
                context -> pages.signUp(context, new SignUpView.Form(FORM, SHOP, "", "", 12, Optional.empty())));
        all.put(
                "sign-up-wrong",
                context -> pages.signUp(
                        context,
                        new SignUpView.Form(
                                FORM, SHOP, "ada@example.org", "Ada", 12, Optional.of(new Notice.UnfitPassword(12)))));
        all.put(
                "sign-up-sent",
                context -> pages.signUp(context, new SignUpView.Sent("flow-1", SHOP, "ada@example.org")));
        all.put("consent", context -> pages.consent(context, new ConsentView(FORM, SHOP, ADA, asked, legal, legal)));
        all.put(
                "consent-bare",
                context -> pages.consent(
                        context,
                        new ConsentView(FORM, SHOP, BOB, Asked.scopes(List.of()), Optional.empty(), Optional.empty())));
        all.put(
                "choose-account",
                context -> pages.chooseAccount(
                        context, new ChooseAccountView(FORM, Optional.of(SHOP), List.of(ADA, BOB))));
        all.put("sign-out", context -> pages.signOut(context, new SignOutView(FORM, Optional.of(SHOP), ADA)));
        all.put(
                "signed-out",
                context -> pages.signedOut(context, new SignedOutView(Optional.of(SHOP), legal, List.of())));
        all.put("device", context -> pages.device(context, new DeviceView.Code(FORM, "", Optional.empty())));
        all.put(
                "device-wrong",
                context -> pages.device(
                        context, new DeviceView.Code(FORM, "WDJB-MJHT", Optional.of(new Notice.UnknownCode()))));
        all.put(
                "device-confirm",
                context -> pages.device(
                        context,
                        new DeviceView.Confirm(
                                FORM,
                                new AskingClient("Living-room TV", ""),
                                ADA,
                                "WDJB-MJHT",
                                Asked.scopes(List.of("openid", "files")))));
        all.put("device-done", context -> pages.device(context, DeviceView.Done.CONNECTED));
        all.put(
                "error",
                context -> pages.error(
                        context, ErrorView.of(ErrorReason.WRONG_REDIRECT, "01932b1c-7f3a-7c55-9a01-3a2b4c5d6e7f")));
        all.put(
                "form-post",
                context -> pages.formPost(
                        context,
                        new FormPostView(
                                SHOP,
                                at(shop, "/callback?from=door"),
                                List.of(
                                        new FormPostView.Field("code", "c0de"),
                                        new FormPostView.Field("state", "a b&c\"<é")))));
        return all;
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
        page.navigate(at(door, "/show/" + sample).toString());
        return page;
    }

    /** axe needs script, so it reads the pages in a context of its own, in which nobody presses anything. */
    @ParameterizedTest
    @CsvSource({"en-US, LIGHT", "de-DE, DARK"})
    void every_page_can_be_read_by_everybody_at_320_pixels(String language, ColorScheme scheme) {
        var found = new ArrayList<String>();
        try (BrowserContext context = context(true, language, scheme, 320)) {
            context.route("**/show/form-post", PagesInBrowserTest::withoutScript);
            for (String sample : samples().keySet()) {
                Page page = show(context, sample);
                page.onConsoleMessage(message -> found.add(sample + ": " + message.text()));
                var results = new AxeBuilder(page)
                        .setLegacyMode(true)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                        .analyze();
                assertThat(results.getPasses()).as("axe read " + sample).hasSizeGreaterThan(5);
                results.getViolations()
                        .forEach(rule -> rule.getNodes()
                                .forEach(node -> found.add(sample + ": " + rule.getId() + " " + node.getHtml() + " "
                                        + node.getFailureSummary())));
                Object wide = page.evaluate("document.documentElement.scrollWidth");
                if (((Number) wide).intValue() > 320) {
                    found.add(sample + " is " + wide + " pixels wide");
                }
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
            assertThat(POSTED.poll(10, TimeUnit.SECONDS))
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
            assertThat(POSTED.poll(10, TimeUnit.SECONDS))
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
            assertThat(ARRIVED.poll(10, TimeUnit.SECONDS))
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
            page.navigate(at(door, "/onward/" + onward + "?" + way).toString());
            page.locator("#sign-out").click();
            assertThat(POSTED.poll(10, TimeUnit.SECONDS)).startsWith("/sign-out");
            String arrived = ARRIVED.poll(arrives ? 10_000 : 1_500, TimeUnit.MILLISECONDS);
            assertThat(arrived != null).as("arrived at the shop").isEqualTo(arrives);
        }
    }

    /** Hidden and without script, each frame is still asked for, under a policy that names its site. */
    @Test
    void the_signed_out_page_loads_the_frames_of_clients() throws InterruptedException {
        try (BrowserContext context = context(false, "en-US", ColorScheme.LIGHT, 1000)) {
            Page page = context.newPage();
            page.navigate(at(door, "/frames").toString());
            for (int i = 0; i < 2; i++) {
                assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /callback ");
            }
            assertThat(page.locator("iframe:visible")).hasCount(0);
            assertThat(page.locator("#back, .aside a")).isVisible();
        }
    }

    private static Response onward(PageContext context, String where, String way) {
        Onward onward = switch (where) {
            case "here" -> Onward.HERE;
            case "shop" -> Onward.to(at(shop, "/callback"));
            default -> new Onward.Anywhere();
        };
        return pages.signOut(
                context.leading(onward), new SignOutView(new FlowFields("flow-1", way), Optional.of(SHOP), ADA));
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code prompt=create}: somebody new comes by a client (OpenID Connect Prompt Create §4). */
class SignUpTest extends CodeFlow {
    private static final String EVE = "eve@example.org";

    private static Map<String, String> creating(String prompt) {
        var query = usual("spa");
        query.put("prompt", prompt);
        query.put("scope", "openid email");
        return query;
    }

    private Response signUp(String email, String name, String password) {
        return browser.post(
                browser.authorize(creating("create")), Map.of("email", email, "name", name, "password", password));
    }

    /** The link of the page, where the browser then is. */
    private Response goOn(Response page) {
        var link = Pattern.compile("href=\"(/sign-in\\?flow=[^\"]+)\"").matcher(text(page));
        assertThat(link.find()).as(text(page)).isTrue();
        return browser.get(link.group(1));
    }

    private String letter() {
        var jobs = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 10);
        return jobs.getLast().payload().getOrDefault("link", "");
    }

    private int openLink(String letter) {
        String token = letter.substring(letter.indexOf('#') + 1)
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
        return door.post("/v1/auth/email/verify", "{\"token\":\"" + token + "\"}")
                .status();
    }

    /** What the client learns of the address, once the person has allowed it. */
    private String told(Response consent) {
        assertThat(page(consent)).isEqualTo("allow");
        Response back = browser.post(consent, Map.of("decision", "allow"));
        Response tokens = redeem("spa", answer(back).first("code").orElseThrow(), Map.of());
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        return text(door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token"))));
    }

    @Test
    void a_client_leads_somebody_new_to_an_account_and_gets_its_code() {
        Response sent = signUp(EVE, "Eve", PASSWORD);
        assertThat(page(sent)).isEqualTo("continue");
        assertThat(text(sent)).contains("Look into your mailbox", EVE);
        assertThat(browser.cookie("__Host-session"))
                .as("nobody is signed in yet")
                .isEmpty();
        assertThat(openLink(letter())).isEqualTo(204);
        Response consent = browser.signIn(goOn(sent), EVE, PASSWORD);
        assertThat(told(consent)).contains("\"email\":\"" + EVE + "\"", "\"email_verified\":true");
        assertThat(door.stores.people().byId(door.idOf(EVE)).orElseThrow().name())
                .isEqualTo("Eve");
    }

    @Test
    void T24_the_page_is_the_same_for_an_address_that_has_an_account() {
        Response known = signUp(ADA, "Eve", "another long password");
        browser = new TestBrowser(door);
        Response unknown = signUp(EVE, "Eve", "another long password");
        assertThat(known.status()).isEqualTo(unknown.status()).isEqualTo(200);
        assertThat(bare(known, ADA)).isEqualTo(bare(unknown, EVE));
        assertThat(known.headers().count()).isEqualTo(unknown.headers().count());
        assertThat(door.mobile(ADA, PASSWORD).status())
                .as("and nothing has changed")
                .isEqualTo(200);
    }

    private static String bare(Response page, String email) {
        return text(page).replace(email, "").replaceAll("flow=[^\"]+|nonce=\"[^\"]+\"", "");
    }

    @Test
    void T25_who_has_not_opened_the_link_has_no_claim_on_the_address() {
        Response consent = browser.signIn(goOn(signUp(EVE, "", PASSWORD)), EVE, PASSWORD);
        assertThat(told(consent)).contains("\"email_verified\":false");
        String thief = browser.cookie("__Host-session");
        browser = new TestBrowser(door);
        signUp(EVE, "", "the password of the owner");
        assertThat(openLink(letter())).isEqualTo(204);
        assertThat(door.mobile(EVE, PASSWORD).status()).isEqualTo(401);
        var left = new TestBrowser(door);
        left.keep("__Host-session", thief);
        assertThat(page(left.authorize(usual("spa")))).isEqualTo("sign-in");
    }

    @ParameterizedTest
    @CsvSource({
        "create, sign-up",
        "create login, sign-up",
        "create consent, sign-up",
        "create select_account, sign-up",
        "create none, invalid_request"
    })
    // OpenID Connect Prompt Create §4.1: beside other words; none asks for no page at all.
    void create_stands_beside_other_prompts(String prompt, String outcome) {
        for (boolean signedIn : List.of(false, true)) {
            if (signedIn) {
                allowed(usual("spa"));
                door.pass(Duration.ofSeconds(1));
            }
            Response answer = browser.authorize(creating(prompt));
            assertThat(answer(answer).first("error").orElseGet(() -> page(answer)))
                    .as("signed in: " + signedIn)
                    .isEqualTo(outcome);
        }
    }

    @Test
    void who_has_an_account_signs_in_instead_and_goes_on() {
        Response form = browser.authorize(creating("create select_account"));
        assertThat(told(browser.signIn(goOn(form), ADA, PASSWORD))).contains(ADA);
    }

    @Test
    void the_sign_in_page_leads_there_and_the_hint_of_the_client_is_in_the_field() {
        var query = usual("spa");
        query.put("login_hint", EVE);
        Response signIn = browser.authorize(query);
        var link = Pattern.compile("href=\"(/sign-up\\?flow=[^\"]+)\"").matcher(text(signIn));
        assertThat(link.find()).isTrue();
        Response form = browser.get(link.group(1));
        assertThat(page(form)).isEqualTo("sign-up");
        assertThat(text(form)).contains("value=\"" + EVE + "\"");
        assertThat(door.ask(Request.of("GET", "/sign-up")).headers().first("location"))
                .as("without a flow")
                .contains("/register");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nobody          | Eve      | correct horse battery | This is no e-mail address
                        | Eve      | correct horse battery | This is no e-mail address
        eve@example.org | E\u202Eve | correct horse battery | A name has at most 200 characters
        eve@example.org | Eve      | short                 | A password has 12 to 256 characters
        """)
    void what_cannot_be_is_told_and_opens_nothing(String email, String name, String password, String told) {
        Response page = signUp(email == null ? "" : email, name, password);
        assertThat(page(page)).isEqualTo("sign-up");
        assertThat(page.status()).isEqualTo(400);
        assertThat(text(page)).contains(told).doesNotContain(password);
        assertThat(door.mobile(EVE, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void T11_the_form_is_taken_from_its_own_browser_and_site_only() {
        Response form = browser.authorize(creating("create"));
        var fields = Map.of("email", EVE, "password", PASSWORD, "csrf", "x");
        assertThat(page(browser.post(form, fields))).isEqualTo("expired");
        Response foreign = door.ask(Request.of("POST", "/sign-up")
                .header("origin", "https://evil.test")
                .form("email=" + EVE));
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(door.mobile(EVE, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void T31_where_no_stranger_may_open_an_account_create_is_no_prompt() {
        // OpenID Connect Prompt Create §4.2
        var usual = AuthConfiguration.defaults();
        var accounts = usual.accounts();
        var closed = new AuthConfiguration(
                usual.tokens(),
                new AuthConfiguration.Accounts(
                        accounts.failures(),
                        accounts.suspend(),
                        AuthConfiguration.Registration.CLOSED,
                        accounts.password()),
                usual.registration());
        try (var house = new TestDoor(folder.resolve("closed"), closed)) {
            house.stores.clients().add(TestClients.client("spa", true, "https://app.example.org/callback"));
            var visitor = new TestBrowser(house);
            var refused = answer(visitor.authorize(creating("create")));
            assertThat(refused.first("error")).contains("invalid_request");
            assertThat(refused.first("error_description").orElseThrow())
                    .contains("prompt")
                    .doesNotContain("create");
            var prompts = json(house.ask(Request.of("GET", "/.well-known/openid-configuration")))
                    .path("prompt_values_supported");
            assertThat(prompts.toString()).contains("login").doesNotContain("create");
            Response signIn = visitor.authorize(usual("spa"));
            assertThat(text(signIn)).doesNotContain("/sign-up");
            String flow = visitor.at.substring(visitor.at.indexOf('?'));
            assertThat(page(visitor.get("/sign-up" + flow))).isEqualTo("not-found");
            assertThat(page(visitor.send(Request.of("POST", "/sign-up")
                            .header("origin", house.url.toString())
                            .form("email=" + EVE))))
                    .isEqualTo("not-found");
        }
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Sign in with …" from the web app's own page (L16), and the accounts elsewhere that are connected in it. */
class ElsewhereTest extends Federation {
    private static final String METHODS = "/account/sign-in-methods";

    private Response call(String path, String provider, String then) {
        Request request = Request.of("POST", path)
                .header("origin", door.url.toString())
                .json("{\"provider\":\"" + provider + "\",\"then\":" + Json.text(then) + "}");
        String csrf = browser.cookie("__Host-csrf_token");
        return browser.send(csrf.isEmpty() ? request : request.header("x-csrf-token", csrf));
    }

    private String toSignIn(String provider) {
        Response answer = call("/v1/auth/elsewhere_web", provider, "/account");
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return field(answer, "location");
    }

    private String toConnect(String provider) {
        Response answer = call("/v1/auth/connect_web", provider, METHODS);
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return field(answer, "location");
    }

    private void signInHere() {
        door.register(ADA);
        verify(door, ADA);
        Response answer = browser.send(Request.of("POST", "/v1/auth/login_web")
                .header("origin", door.url.toString())
                .json("{\"email\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}"));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
    }

    /** As whom the app's cookies speak; empty where there are none. */
    private String who() {
        String access = browser.cookie("__Host-access_token");
        return access.isEmpty() ? "" : field(door.me(access), "email");
    }

    private String forgeBack(String address) {
        return "/sign-in/from/forge?code=c&state=" + state(address);
    }

    @Test
    void the_app_learns_who_may_be_asked_and_no_secret() {
        Response answer = door.ask(Request.of("GET", "/v1/auth/providers"));
        assertThat(answer.headers().first("cache-control")).contains("public, max-age=300");
        assertThat(json(answer).path("items").path(0).toString()).isEqualTo("{\"id\":\"acme\",\"name\":\"The acme\"}");
        assertThat(json(answer).path("items").size()).isEqualTo(5);
        assertThat(text(answer)).doesNotContain("secret", "shop");
    }

    @Test
    void L16_who_comes_by_another_provider_is_in_the_app_as_after_a_password() {
        Response back = browser.send(Request.of("GET", throughAcme(toSignIn("acme"))));
        assertThat(location(back)).isEqualTo("/account");
        assertThat(TestDoor.setCookies(back))
                .anySatisfy(one ->
                        assertThat(one).startsWith("__Host-access_token=").contains("HttpOnly", "SameSite=Strict"))
                .anySatisfy(one -> assertThat(one)
                        .startsWith("__Secure-refresh_token=")
                        .contains("HttpOnly", "SameSite=Strict", "Path=/v1/auth"))
                .anySatisfy(
                        one -> assertThat(one).startsWith("__Host-csrf_token=").doesNotContain("HttpOnly"));
        assertThat(who()).isEqualTo(ADA);
        Response refreshed = browser.send(Request.of("POST", "/v1/auth/refresh_web")
                .header("origin", door.url.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token")));
        assertThat(refreshed.status()).as(text(refreshed)).isEqualTo(200);
        Response sessions = door.ask(Request.of("GET", "/v1/auth/sessions")
                .header("authorization", "Bearer " + browser.cookie("__Host-access_token")));
        assertThat(json(sessions).path("items").size())
                .as("one row for app and single sign-on")
                .isEqualTo(1);
        assertThat(page(browser.authorize(usual("spa"))))
                .as("signed on as well")
                .isEqualTo("allow");
    }

    @Test
    void T08_a_sign_in_elsewhere_takes_over_no_session_that_was_here() {
        signInHere();
        String before = browser.cookie("__Host-access_token");
        Response prove = browser.get(throughAcme(toSignIn("acme")));
        browser.signIn(prove, ADA, PASSWORD);
        assertThat(browser.cookie("__Host-access_token")).isNotEqualTo(before);
        Response sessions =
                door.ask(Request.of("GET", "/v1/auth/sessions").header("authorization", "Bearer " + before));
        assertThat(json(sessions).path("items").size()).isEqualTo(2);
    }

    @Test
    void T10_the_answer_counts_once_and_in_the_browser_that_asked() {
        String back = throughAcme(toSignIn("acme"));
        var other = new TestBrowser(door);
        assertThat(page(other.get(back))).isEqualTo("provider");
        assertThat(other.cookie("__Host-access_token")).isEmpty();
        assertThat(page(browser.get(back.replace("/from/acme", "/from/distrusted"))))
                .isEqualTo("provider");
        browser.get(back);
        assertThat(who()).isEqualTo(ADA);
        assertThat(page(browser.get(back))).isEqualTo("provider");
    }

    @Test
    void T11_only_our_own_page_begins_it() {
        Response foreign = door.ask(Request.of("POST", "/v1/auth/elsewhere_web")
                .header("origin", "https://evil.test")
                .json("{\"provider\":\"acme\",\"then\":\"/account\"}"));
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(call("/v1/auth/connect_web", "acme", METHODS).status())
                .as("nobody is here")
                .isEqualTo(401);
        signInHere();
        Response forged = browser.send(Request.of("POST", "/v1/auth/connect_web")
                .header("origin", door.url.toString())
                .json("{\"provider\":\"acme\",\"then\":\"" + METHODS + "\"}"));
        assertThat(forged.status()).as("without the CSRF token").isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example/",
                "/account?a=b",
                "/account#a",
                "/a//b",
                "/../admin",
                "/%2f/evil.example",
                "/account\n",
                "/./x",
                "javascript:alert(1)"
            })
    void T03_the_way_back_is_a_path_of_the_app_and_nothing_else(String then) {
        Response answer = call("/v1/auth/elsewhere_web", "acme", then);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(text(answer)).contains("/then");
    }

    @Test
    void a_provider_that_is_not_there_is_told() {
        assertThat(call("/v1/auth/elsewhere_web", "nobody", "/account").status())
                .isEqualTo(422);
        Response away = call("/v1/auth/elsewhere_web", "liar", "/account");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.headers().first("retry-after")).isPresent();
    }

    @Test
    void T10_an_account_with_the_address_must_be_proven_before_it_is_linked() {
        door.register(ADA);
        verify(door, ADA);
        Response prove = browser.get(throughAcme(toSignIn("acme")));
        assertThat(page(prove)).isEqualTo("sign-in");
        assertThat(text(prove)).contains("One more step").doesNotContain("to go on to");
        Response wrong = browser.signIn(prove, ADA, "not the password");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(who()).isEmpty();
        browser.signIn(wrong, ADA, PASSWORD);
        assertThat(browser.at).isEqualTo("/account");
        assertThat(who()).isEqualTo(ADA);
        assertThat(only(ADA).subject()).isEqualTo(acme.idOf(ADA).toString());
        browser = new TestBrowser(door);
        browser.get(throughAcme(toSignIn("acme")));
        assertThat(who()).as("linked now").isEqualTo(ADA);
    }

    @Test
    void who_says_no_there_may_try_another_way_here() {
        String state = state(toSignIn("acme"));
        Response failed =
                browser.get("/sign-in/from/acme?error=access_denied&iss=https%3A%2F%2Facme.example.com&state=" + state);
        assertThat(page(failed)).isEqualTo("sign-in");
        assertThat(text(failed)).contains("did not work");
        assertThat(page(new TestBrowser(door).get(browser.at)))
                .as("in another browser")
                .isEqualTo("expired");
        assertThat(page(browser.get(browser.at.replace("/sign-in", "/consent"))))
                .as("no client asks")
                .isEqualTo("expired");
        browser.at = browser.at.replace("/consent", "/sign-in");
        String address = location(browser.signInWith(failed, "forge"));
        browser.get(forgeBack(address));
        assertThat(browser.at).isEqualTo("/account");
        assertThat(who()).isEqualTo(ADA);
    }

    @Test
    void T11_the_sign_in_page_of_the_app_takes_its_own_form_only() {
        String state = state(toSignIn("acme"));
        Response failed = browser.get("/sign-in/from/acme?error=no&iss=https%3A%2F%2Facme.example.com&state=" + state);
        var fields = java.util.Map.of("username", ADA, "password", PASSWORD, "csrf", "x");
        assertThat(page(browser.post(failed, fields))).isEqualTo("expired");
    }

    @Test
    void an_account_elsewhere_is_connected_by_who_is_signed_in_and_once() {
        signInHere();
        browser.get(throughAcme(toConnect("acme")));
        assertThat(browser.at).isEqualTo(METHODS + "?connected=new");
        assertThat(only(ADA).subject()).isEqualTo(acme.idOf(ADA).toString());
        assertThat(events(ADA)).contains(AuditEvent.Kind.IDENTITY_LINKED);
        browser.get(throughAcme(toConnect("acme")));
        assertThat(browser.at).isEqualTo(METHODS + "?connected=taken");
    }

    @Test
    void connecting_an_account_that_signs_in_another_signs_nobody_in() {
        browser.get(throughAcme(toSignIn("acme")));
        browser = new TestBrowser(door);
        door.register("bob@example.org");
        verify(door, "bob@example.org");
        browser.send(Request.of("POST", "/v1/auth/login_web")
                .header("origin", door.url.toString())
                .json("{\"email\":\"bob@example.org\",\"password\":\"" + PASSWORD + "\"}"));
        browser.get(throughAcme(toConnect("acme")));
        assertThat(browser.at).isEqualTo(METHODS + "?connected=taken");
        assertThat(who()).isEqualTo("bob@example.org");
        assertThat(door.stores.identities().of(door.idOf("bob@example.org"))).isEmpty();
    }

    @Test
    void T07_a_sign_in_of_old_must_be_proven_anew_before_a_way_in_is_added() {
        signInHere();
        door.pass(Duration.ofMinutes(11));
        acme.pass(Duration.ofMinutes(11));
        Response prove = browser.get(throughAcme(toConnect("acme")));
        assertThat(page(prove)).isEqualTo("sign-in");
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
        browser.signIn(prove, ADA, PASSWORD);
        assertThat(browser.at).isEqualTo(METHODS + "?connected=new");
        assertThat(door.stores.identities().of(door.idOf(ADA))).hasSize(1);
    }

    @Test
    void who_has_no_password_proves_it_by_the_provider_they_have() {
        browser.get(throughAcme(toSignIn("acme")));
        door.pass(Duration.ofMinutes(11));
        acme.pass(Duration.ofMinutes(11));
        Response prove = browser.get(forgeBack(toConnect("forge")));
        assertThat(page(prove)).isEqualTo("sign-in");
        browser.get(throughAcme(location(browser.signInWith(prove, "acme"))));
        assertThat(browser.at).isEqualTo(METHODS + "?connected=new");
        assertThat(door.stores.identities().of(door.idOf(ADA))).hasSize(2);
    }

    @Test
    void T08_who_signs_out_meanwhile_gets_nothing_connected() {
        signInHere();
        String back = throughAcme(toConnect("acme"));
        browser.send(Request.of("POST", "/v1/auth/logout_web")
                .header("origin", door.url.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token")));
        browser.get(back);
        assertThat(browser.at).isEqualTo(METHODS + "?connected=failed");
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
    }

    @Test
    void T25_an_account_whose_address_is_unverified_connects_nothing() {
        door.register(ADA);
        browser.send(Request.of("POST", "/v1/auth/login_web")
                .header("origin", door.url.toString())
                .json("{\"email\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}"));
        browser.get(throughAcme(toConnect("acme")));
        assertThat(browser.at).isEqualTo(METHODS + "?connected=unverified");
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
    }

    @Test
    void T19_a_disabled_account_stays_out() {
        browser.get(throughAcme(toSignIn("acme")));
        door.disable(ADA);
        browser = new TestBrowser(door);
        assertThat(page(browser.get(throughAcme(toSignIn("acme"))))).isEqualTo("sign-in");
        assertThat(who()).isEmpty();
    }
}

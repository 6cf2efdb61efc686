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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an authorization request may ask, and what is answered to one that it may not (RFC 6749 §4.1.1, RFC 9126, OpenID Connect Core §3.1.2). */
class AuthorizeTest extends CodeFlow {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 6749 §3.1.1 no response type            | response_type         | ''             | invalid_request
            RFC 6749 §3.1.1 implicit (T09)              | response_type         | token          | unsupported_response_type
            RFC 7636 §4.3 no challenge (T12)            | code_challenge        | ''             | invalid_request
            RFC 7636 §4.3 plain (T12)                   | code_challenge_method | plain          | invalid_request
            RFC 7636 §4.3 a challenge of another length | code_challenge        | short          | invalid_request
            RFC 6749 §3.3 an unknown scope              | scope                 | openid admin   | invalid_scope
            OpenID Connect Core §3.1.2.1 prompt         | prompt                | none login     | invalid_request
            OpenID Connect Core §3.1.2.1 prompt         | prompt                | dance          | invalid_request
            OpenID Connect Core §3.1.2.1 max_age        | max_age               | soon           | invalid_request
            OpenID Connect Core §3.1.2.6 request        | request               | eyJhbGciOiJ9   | invalid_request_object
            OpenID Connect Core §3.1.2.6 request_uri    | request_uri           | https://x.test | request_uri_not_supported
            OpenID Connect Core §5.5 claims             | claims                | [1]            | invalid_request
            OpenID Connect Core §5.5.1.1 acr            | claims                | {"id_token":{"acr":{"essential":true,"values":["aal3"]}}} | unmet_authentication_requirements
            RFC 8707 §2 a foreign resource              | resource              | https://x.test | invalid_target
            RFC 9396 §5 unknown details                 | authorization_details | []             | invalid_authorization_details
            RFC 9449 §10 no thumbprint                  | dpop_jkt              | x              | invalid_request
            response mode                               | response_mode         | web_message    | invalid_request
            """)
    void a_wrong_parameter_of_an_authorization_request_goes_back_to_the_client(
            String clause, String name, String value, String error) {
        var query = usual("spa");
        query.put(name, value);
        query.values().removeIf(String::isEmpty);
        Response back = browser.authorize(query);
        assertThat(back.status()).as(clause).isEqualTo(303);
        assertThat(answer(back).first("error"))
                .as("RFC 6749 §4.1.2.1, " + clause)
                .contains(error);
        assertThat(answer(back).first("state")).as(clause).contains("xyz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client_id    | nobody                                        | unknown-client
            client_id    | ''                                            | unknown-client
            redirect_uri | https://app.example.org/callback/             | wrong-redirect
            redirect_uri | https://app.example.org/callback?x=1          | wrong-redirect
            redirect_uri | https://app.example.org/callback#x            | wrong-redirect
            redirect_uri | https://app.example.org.evil.test/callback    | wrong-redirect
            redirect_uri | https://app.example.org@evil.test/callback    | wrong-redirect
            redirect_uri | HTTPS://app.example.org/callback              | wrong-redirect
            redirect_uri | https://app.example.org/%63allback            | wrong-redirect
            redirect_uri | http://app.example.org/callback               | wrong-redirect
            redirect_uri | javascript:alert(1)                           | wrong-redirect
            redirect_uri | data:text/html,x                              | wrong-redirect
            """)
    void T01_T02_T03_what_is_not_proven_is_never_redirected_to(String name, String value, String fault) {
        var query = usual("spa");
        query.put(name, value);
        query.values().removeIf(String::isEmpty);
        Response page = browser.authorize(query);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page(page)).as("RFC 9700 §4.1.3").isEqualTo(fault);
    }

    @Test
    void T01_only_the_port_of_a_loopback_address_is_free() {
        door.stores.clients().add(TestClients.client("native", true, "http://127.0.0.1/callback"));
        var query = usual("native");
        query.put("redirect_uri", "http://127.0.0.1:49152/callback");
        assertThat(page(browser.authorize(query))).as("RFC 8252 §7.3").isEqualTo("sign-in");
        for (String other : List.of(
                "http://localhost:49152/callback",
                "http://127.0.0.1:49152/other",
                "http://127.0.0.1:49152@evil.test/callback",
                "http://127.0.0.1.evil.test/callback",
                "http://127.0.0.1:x/callback",
                "https://127.0.0.1:1/callback")) {
            query.put("redirect_uri", other);
            assertThat(page(browser.authorize(query))).as(other).isEqualTo("wrong-redirect");
        }
    }

    @Test
    void T02_a_scheme_that_runs_script_is_refused_though_it_was_registered() {
        door.stores.clients().add(TestClients.client("bad", true, "JavaScript:alert(1)"));
        var query = usual("bad");
        query.put("redirect_uri", "JavaScript:alert(1)");
        assertThat(page(browser.authorize(query))).isEqualTo("wrong-redirect");
    }

    @Test
    void T08_a_flow_opens_only_in_the_browser_that_began_it_and_for_half_an_hour() {
        browser.authorize(usual("spa"));
        var other = new TestBrowser(door);
        assertThat(page(other.get(browser.at))).isEqualTo("expired");
        assertThat(page(browser.get(browser.at))).isEqualTo("sign-in");
        door.pass(Duration.ofMinutes(31));
        assertThat(page(browser.get(browser.at))).isEqualTo("expired");
    }

    @Test
    void T08_signing_in_makes_a_new_session_and_an_old_cookie_is_nothing() {
        browser.keep("__Host-session", "chosen-by-somebody");
        Response consent = browser.signIn(browser.authorize(usual("spa")), ADA, PASSWORD);
        String first = browser.cookie("__Host-session");
        assertThat(first).isNotEqualTo("chosen-by-somebody");
        browser.post(consent, Map.of("decision", "allow"));
        door.pass(Duration.ofSeconds(1));
        var again = usual("spa");
        again.put("prompt", "login");
        browser.signIn(browser.authorize(again), ADA, PASSWORD);
        assertThat(browser.cookie("__Host-session")).isNotEqualTo(first);
        var thief = new TestBrowser(door);
        thief.keep("__Host-session", first);
        assertThat(page(thief.authorize(usual("spa")))).isEqualTo("sign-in");
    }

    @Test
    void T09_what_is_asked_comes_from_the_flow_and_not_from_a_later_request() {
        Response consent = browser.signIn(browser.authorize(usual("spa")), ADA, PASSWORD);
        Response back = browser.post(
                consent, Map.of("decision", "allow", "scope", "openid orders", "redirect_uri", "https://evil.test/"));
        assertThat(back.headers().first("location").orElseThrow()).startsWith("https://app.example.org/callback?");
        Response tokens = redeem("spa", answer(back).first("code").orElseThrow(), Map.of());
        assertThat(field(tokens, "scope")).isEqualTo("openid profile");
    }

    @Test
    void T11_a_form_without_its_csrf_value_or_from_another_site_is_not_taken() {
        Response page = browser.authorize(usual("spa"));
        assertThat(page(browser.post(page, Map.of("username", ADA, "password", PASSWORD, "csrf", "x"))))
                .isEqualTo("expired");
        Response foreign = door.ask(Request.of("POST", "/sign-in")
                .header("origin", "https://evil.test")
                .form("username=" + ADA));
        assertThat(foreign.status()).isEqualTo(403);
    }

    @Test
    void T13_a_consent_that_is_posted_twice_gives_one_code() {
        Response consent = browser.signIn(browser.authorize(usual("spa")), ADA, PASSWORD);
        String at = browser.at;
        assertThat(answer(browser.post(consent, Map.of("decision", "allow"))).first("code"))
                .isPresent();
        browser.at = at;
        Response twice = browser.post(consent, Map.of("decision", "allow"));
        assertThat(page(twice) + answer(twice).first("code").isPresent()).isIn("expiredfalse", "true");
    }

    @Test
    void T19_the_sign_in_page_counts_on_the_same_counter() {
        Response page = browser.authorize(usual("spa"));
        for (int i = 0; i < 5; i++) {
            assertThat(browser.signIn(page, ADA, "wrong " + i).status()).isEqualTo(400);
        }
        assertThat(browser.signIn(page, ADA, PASSWORD).status()).isEqualTo(429);
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void T30_a_disabled_account_gets_no_code_no_refresh_and_is_not_active_at_introspection() {
        String code = code();
        Response tokens = redeem("spa", code, Map.of());
        String second = answer(browser.authorize(usual("spa"))).first("code").orElseThrow();
        door.disable(ADA);
        assertThat(field(redeem("spa", second, Map.of()), "error")).isEqualTo("invalid_grant");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({"none,login_required", "login,sign-in", "select_account,sign-in"})
    // OpenID Connect Core §3.1.2.3: whom the client wants to be asked, and who may not be.
    void prompts_without_a_session(String prompt, String outcome) {
        var query = usual("spa");
        query.put("prompt", prompt);
        Response answer = browser.authorize(query);
        assertThat(answer(answer).first("error").orElseGet(() -> page(answer))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"none,code", "login,sign-in", "consent,allow", "select_account,another"})
    void prompts_with_a_session_and_a_remembered_consent(String prompt, String outcome) {
        allowed(usual("spa"));
        door.pass(Duration.ofSeconds(1));
        var query = usual("spa");
        query.put("prompt", prompt);
        Response answer = browser.authorize(query);
        assertThat(answer(answer).first("code").isPresent() ? "code" : page(answer))
                .isEqualTo(outcome);
    }

    @Test
    void max_age_asks_again_when_the_sign_in_is_older() {
        allowed(usual("spa"));
        door.pass(Duration.ofSeconds(100));
        var query = usual("spa");
        query.put("max_age", "1000");
        assertThat(answer(browser.authorize(query)).first("code")).isPresent();
        query.put("max_age", "50");
        assertThat(page(browser.authorize(query))).isEqualTo("sign-in");
    }

    @Test
    void the_answer_travels_as_the_client_wishes() {
        var query = usual("spa");
        query.put("response_mode", "fragment");
        assertThat(allowed(query).headers().first("location").orElseThrow()).contains("callback#code=");
        query.put("response_mode", "form_post");
        Response form = browser.authorize(query);
        assertThat(page(form)).isEqualTo("continue");
        assertThat(text(form)).contains("name=\"code\"", "action=\"https://app.example.org/callback\"");
    }

    @Test
    void T17_a_pushed_request_is_taken_once_by_its_client_and_for_a_minute() {
        var query = usual("shop");
        Response pushed = push("shop", query);
        assertThat(pushed.status()).as("RFC 9126 §2.2").isEqualTo(201);
        assertThat(json(pushed).path("expires_in").asInt()).isEqualTo(60);
        String uri = field(pushed, "request_uri");
        assertThat(page(browser.authorize(Map.of("client_id", "spa", "request_uri", uri))))
                .as("RFC 9126 §4 another client's")
                .isEqualTo("bad-request");
        String own = field(push("shop", query), "request_uri");
        assertThat(page(browser.authorize(Map.of("client_id", "shop", "request_uri", own))))
                .isEqualTo("sign-in");
        assertThat(page(browser.authorize(Map.of("client_id", "shop", "request_uri", own))))
                .isEqualTo("bad-request");
        String late = field(push("shop", query), "request_uri");
        door.pass(Duration.ofSeconds(61));
        assertThat(page(browser.authorize(Map.of("client_id", "shop", "request_uri", late))))
                .isEqualTo("bad-request");
    }

    @Test
    void a_wrong_pushed_request_is_answered_at_once() {
        var query = usual("shop");
        query.put("scope", "admin");
        assertThat(field(push("shop", query), "error")).as("RFC 9126 §2").isEqualTo("invalid_scope");
        query = usual("shop");
        query.put("redirect_uri", "https://evil.test/");
        assertThat(field(push("shop", query), "error")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({"spa", "shop"})
    void T12_every_client_sends_a_challenge_and_is_asked_for_its_verifier(String client) {
        var without = usual(client);
        without.remove("code_challenge");
        without.remove("code_challenge_method");
        assertThat(answer(browser.authorize(without)).first("error")).contains("invalid_request");
        var plain = usual(client);
        plain.put("code_challenge_method", "plain");
        assertThat(answer(browser.authorize(plain)).first("error")).contains("invalid_request");
        String code = answer(allowed(usual(client))).first("code").orElseThrow();
        assertThat(field(redeem(client, code, Map.of("code_verifier", "")), "error"))
                .isEqualTo("invalid_request");
        assertThat(field(redeem(client, code, Map.of("code_verifier", "a".repeat(43))), "error"))
                .isEqualTo("invalid_grant");
        assertThat(field(redeem(client, code, Map.of()), "error"))
                .as("a wrong verifier uses the code up")
                .isEqualTo("invalid_grant");
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authorization code grant from the first page to the last token (RFC 6749 §4.1, RFC 7636, OpenID Connect Core §3.1). */
class CodeFlowTest {
    static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.stores.clients().add(client("spa", true, "https://app.example.org/callback"));
        door.stores.clients().add(client("shop", false, "https://app.example.org/callback"));
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    static Client client(String id, boolean isPublic, String... redirects) {
        return new Client(
                new ClientId(id),
                "The " + id,
                isPublic,
                isPublic ? List.of() : List.of(Digest.of("secret of " + id)),
                Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS),
                Scope.of("openid", "profile", "email", "orders", "offline_access"),
                List.of(redirects),
                false,
                true,
                Client.Origin.ADDED,
                Instant.EPOCH);
    }

    /** Through sign-in and consent to the redirect that carries the code. */
    private Response allowed(Map<String, String> query) {
        Response signIn = browser.authorize(query);
        assertThat(page(signIn)).isEqualTo("sign-in");
        Response consent = browser.signIn(signIn, ADA, PASSWORD);
        assertThat(page(consent)).isEqualTo("allow");
        return browser.post(consent, Map.of("decision", "allow"));
    }

    private Response redeem(String client, String code, Map<String, String> more) {
        var form = new HashMap<String, String>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                "https://app.example.org/callback",
                "code_verifier",
                VERIFIER));
        form.putAll(more);
        return token(client, form);
    }

    private Response token(String client, Map<String, String> form) {
        var all = new HashMap<String, String>(form);
        Request request = Request.of("POST", "/oauth2/token");
        if (client.equals("spa")) {
            all.putIfAbsent("client_id", "spa");
        } else {
            request = request.header("authorization", basic(client, "secret of " + client));
        }
        all.values().removeIf(String::isEmpty);
        return door.ask(request.form(TestBrowser.encoded(all)));
    }

    static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private String code() {
        return answer(allowed(usual("spa"))).first("code").orElseThrow();
    }

    @Test
    void a_person_signs_in_consents_and_the_client_gets_tokens_that_verify() throws Exception {
        Response back = allowed(usual("spa"));
        assertThat(back.status()).as("OpenID Connect Core §3.1.2.5").isEqualTo(303);
        assertThat(back.headers().first("location").orElseThrow()).startsWith("https://app.example.org/callback?code=");
        assertThat(answer(back).first("state")).contains("xyz");
        assertThat(answer(back).first("iss")).as("RFC 9207 §2").contains("https://id.example.org");
        Response tokens = redeem("spa", answer(back).first("code").orElseThrow(), Map.of());
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        assertThat(tokens.headers().first("cache-control")).contains("no-store");
        assertThat(field(tokens, "token_type")).as("RFC 6749 §5.1").isEqualTo("Bearer");
        assertThat(field(tokens, "scope")).isEqualTo("openid profile");
        var id = SignedJWT.parse(field(tokens, "id_token"));
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        assertThat(id.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(id.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(id.getJWTClaimsSet().getAudience())
                .as("OpenID Connect Core §2")
                .containsExactly("spa");
        assertThat(id.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n-0S6_WzA2Mj");
        assertThat(id.getJWTClaimsSet().getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(id.getJWTClaimsSet().getClaims()).containsKeys("auth_time", "sid", "acr", "amr");
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(field(tokens, "access_token").getBytes(StandardCharsets.US_ASCII));
        assertThat(id.getJWTClaimsSet().getStringClaim("at_hash"))
                .as("OpenID Connect Core §3.1.3.6: the left half of the digest")
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
        Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(field(userinfo, "sub"))
                .as("OpenID Connect Core §5.3")
                .isEqualTo(door.idOf(ADA).toString());
        assertThat(field(userinfo, "name")).as("OpenID Connect Core §5.4").isEqualTo("Ada");
        assertThat(json(userinfo).has("email")).as("email was not asked for").isFalse();
    }

    @Test
    void consent_is_remembered_and_a_living_session_signs_on() {
        allowed(usual("spa"));
        Response second = browser.authorize(usual("spa"));
        assertThat(answer(second).first("code")).isPresent();
        var more = usual("spa");
        more.put("scope", "openid profile orders");
        assertThat(page(browser.authorize(more))).as("more than was allowed").isEqualTo("allow");
    }

    @Test
    void a_person_may_deny() {
        Response consent = browser.signIn(browser.authorize(usual("spa")), ADA, PASSWORD);
        Response back = browser.post(consent, Map.of("decision", "deny"));
        assertThat(answer(back).first("error")).contains("access_denied");
        assertThat(answer(back).first("state")).contains("xyz");
    }

    @Test
    void a_refresh_token_turns_keeps_the_grant_and_may_be_narrowed() {
        Response tokens = redeem("spa", code(), Map.of());
        Response turned =
                token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token")));
        assertThat(turned.status()).as(text(turned)).isEqualTo(200);
        assertThat(field(turned, "refresh_token")).isNotEqualTo(field(tokens, "refresh_token"));
        assertThat(field(turned, "id_token")).isNotEmpty();
        Response narrow = token(
                "spa",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        field(turned, "refresh_token"),
                        "scope",
                        "openid"));
        assertThat(field(narrow, "scope")).isEqualTo("openid");
        Response wide = token(
                "spa",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        field(narrow, "refresh_token"),
                        "scope",
                        "openid orders"));
        assertThat(field(wide, "error")).isEqualTo("invalid_scope");
        Response foreign =
                token("shop", Map.of("grant_type", "refresh_token", "refresh_token", field(narrow, "refresh_token")));
        assertThat(field(foreign, "error")).isEqualTo("invalid_grant");
    }

    @Test
    void T18_a_stolen_refresh_token_ends_its_family_and_not_the_session_of_the_browser() {
        Response tokens = redeem("spa", code(), Map.of());
        var turn = Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token"));
        Response turned = token("spa", turn);
        door.pass(Duration.ofSeconds(11));
        assertThat(field(token("spa", turn), "error")).isEqualTo("invalid_grant");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(turned, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        assertThat(answer(browser.authorize(usual("spa"))).first("code"))
                .as("still signed on")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7636 §4.6 another verifier         | code_verifier | dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX | invalid_grant
            RFC 7636 §4.5 no verifier (T12)        | code_verifier | ''                                          | invalid_request
            RFC 6749 §4.1.3 another redirect URI   | redirect_uri  | https://app.example.org/other               | invalid_grant
            RFC 6749 §4.1.3 no code                | code          | ''                                          | invalid_request
            RFC 6749 §5.2 an unknown code          | code          | nonsense                                    | invalid_grant
            RFC 8707 §2 a resource not granted     | resource      | https://api.example.org                     | invalid_target
            RFC 6749 §5.2 an unknown grant type    | grant_type    | password                                    | unsupported_grant_type
            RFC 6749 §3.2 no grant type            | grant_type    | ''                                          | invalid_request
            """)
    void a_wrong_parameter_at_the_token_endpoint(String clause, String name, String value, String error) {
        Response answer = redeem("spa", code(), Map.of(name, value));
        assertThat(answer.status()).as(clause).isEqualTo(400);
        assertThat(field(answer, "error")).as(clause).isEqualTo(error);
    }

    @Test
    void T13_of_a_hundred_callers_with_one_code_one_gets_tokens_and_then_they_are_revoked() throws Exception {
        String code = code();
        var tokens = new ArrayList<Response>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.invokeAll(IntStream.range(0, 100)
                    .<Callable<Response>>mapToObj(i -> () -> redeem("spa", code, Map.of()))
                    .toList());
            for (var answer : answers) {
                if (answer.get().status() == 200) {
                    tokens.add(answer.get());
                }
            }
        }
        assertThat(tokens)
                .as("a replay may come before the winner has its family")
                .hasSizeLessThanOrEqualTo(1);
        for (Response won : tokens) {
            Response turned =
                    token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(won, "refresh_token")));
            assertThat(field(turned, "error")).as("RFC 6749 §4.1.2").isEqualTo("invalid_grant");
        }
    }

    @Test
    void a_code_used_twice_takes_its_tokens_back() {
        String code = code();
        Response tokens = redeem("spa", code, Map.of());
        assertThat(field(redeem("spa", code, Map.of()), "error")).isEqualTo("invalid_grant");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(userinfo.status()).isEqualTo(401);
    }

    @Test
    void a_code_lives_a_minute_and_is_of_one_client() {
        String late = code();
        door.pass(Duration.ofSeconds(61));
        assertThat(field(redeem("spa", late, Map.of()), "error")).isEqualTo("invalid_grant");
        Response again = browser.authorize(usual("spa"));
        String code = answer(again).first("code").orElseThrow();
        assertThat(field(redeem("shop", code, Map.of()), "error")).isEqualTo("invalid_grant");
    }

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
        door.stores.clients().add(client("native", true, "http://127.0.0.1/callback"));
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
        door.stores.clients().add(client("bad", true, "JavaScript:alert(1)"));
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

    private Response push(String client, Map<String, String> query) {
        return door.ask(Request.of("POST", "/oauth2/par")
                .header("authorization", basic(client, "secret of " + client))
                .form(TestBrowser.encoded(query)));
    }

    @Test
    void offline_access_outlives_the_sign_out_and_other_tokens_do_not() {
        Response here = redeem("spa", code(), Map.of());
        var away = usual("spa");
        away.put("scope", "openid offline_access");
        Response consent = browser.authorize(away);
        assertThat(page(consent)).as("asked every time").isEqualTo("allow");
        Response offline = redeem(
                "spa",
                answer(browser.post(consent, Map.of("decision", "allow")))
                        .first("code")
                        .orElseThrow(),
                Map.of());
        Response signOut = browser.get("/oauth2/logout?id_token_hint=" + field(here, "id_token"));
        assertThat(page(signOut)).as("OpenID Connect RP-Initiated Logout §2").isEqualTo("sign-out");
        assertThat(page(browser.post(signOut, Map.of()))).isEqualTo("signed-out");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(here, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        assertThat(token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(offline, "refresh_token")))
                        .status())
                .isEqualTo(200);
        assertThat(page(browser.authorize(usual("spa")))).isEqualTo("sign-in");
    }

    @Test
    void T47_a_third_partys_token_manages_no_account() {
        String access = field(redeem("spa", code(), Map.of()), "access_token");
        for (String call : List.of(
                "GET /v1/auth/me", "GET /v1/auth/sessions", "DELETE /v1/auth/sessions", "GET /v1/admin/people")) {
            String[] parts = call.split(" ");
            Response answer = door.ask(Request.of(parts[0], parts[1]).header("authorization", "Bearer " + access));
            assertThat(answer.status()).as(call).isEqualTo(403);
        }
    }
}

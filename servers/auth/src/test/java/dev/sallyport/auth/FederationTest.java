package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** "Sign in with …" (L16) on the way to a client. */
class FederationTest extends Federation {
    @Test
    void L16_somebody_new_comes_with_an_account_elsewhere_and_comes_again() throws Exception {
        // The other house checks RFC 6749 §2.3.1, RFC 6749 §4.1.3 and RFC 7636 §4.5; OpenID Connect Core §5.3.2 tells
        // the name.
        Response first = withAcme();
        assertThat(page(first)).as(text(first)).isEqualTo("allow");
        accessToken(first);
        var claims = SignedJWT.parse(idToken).getJWTClaimsSet();
        assertThat(claims.getStringListClaim("amr")).as("how it was").containsExactly("fed");
        assertThat(claims.getDateClaim("auth_time").toInstant()).isEqualTo(door.now());
        var person = door.stores.people().byId(door.idOf(ADA)).orElseThrow();
        assertThat(person.emailVerified()).isTrue();
        assertThat(person.name()).isEqualTo("Ada");
        assertThat(only(ADA).issuer()).isEqualTo(ACME.toString());
        assertThat(only(ADA).subject()).isEqualTo(acme.idOf(ADA).toString());
        browser = new TestBrowser(door);
        withAcme();
        assertThat(door.stores.identities().of(person.id())).hasSize(1);
        assertThat(events(ADA)).contains(AuditEvent.Kind.ACCOUNT_CREATED, AuditEvent.Kind.SIGNED_IN);
    }

    @Test
    void T10_the_way_over_carries_state_nonce_and_a_challenge() {
        // RFC 6749 §4.1.1, RFC 7636 §4.3
        var sent = TestBrowser.answer(browser.signInWith(browser.authorize(usual("spa")), "acme"));
        assertThat(sent.first("code_challenge_method")).contains("S256");
        assertThat(sent.first("code_challenge").orElseThrow()).hasSize(43);
        assertThat(sent.first("nonce").orElseThrow()).hasSize(43);
        assertThat(sent.first("state").orElseThrow()).isNotBlank().doesNotContain("xyz");
        assertThat(sent.first("redirect_uri")).contains("https://id.example.org/sign-in/from/acme");
    }

    @Test
    void T10_an_account_with_the_address_is_not_linked_until_it_is_proven() {
        door.register(ADA);
        verify(door, ADA);
        Response prove = withAcme();
        assertThat(page(prove)).isEqualTo("sign-in");
        assertThat(prove.status()).isEqualTo(200);
        assertThat(text(prove)).contains("One more step", "The acme");
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
        Response wrong = browser.signIn(prove, ADA, "not the password");
        assertThat(page(wrong)).isEqualTo("sign-in");
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
        assertThat(page(browser.signIn(wrong, ADA, PASSWORD))).isEqualTo("allow");
        assertThat(only(ADA).subject()).isEqualTo(acme.idOf(ADA).toString());
        assertThat(events(ADA)).contains(AuditEvent.Kind.IDENTITY_LINKED);
        assertThat(door.stores
                        .jobs()
                        .claim(door.now(), Duration.ofMinutes(1), 20)
                        .toString())
                .contains("identity-linked");
        browser = new TestBrowser(door);
        assertThat(page(withAcme())).as("linked now").isEqualTo("allow");
    }

    @Test
    void T25_an_account_whose_address_is_unverified_gets_no_second_way_in() {
        door.register(ADA);
        browser.signIn(withAcme(), ADA, PASSWORD);
        assertThat(door.stores.identities().of(door.idOf(ADA))).isEmpty();
    }

    @Test
    void T10_an_address_that_nobody_trusted_verified_opens_no_account() {
        forgeSays = "{\"id\":4711,\"email\":\"" + ADA + "\",\"confirmed\":false}";
        String state = state(over("forge", usual("spa")));
        Response prove = browser.get("/sign-in/from/forge?code=c&state=" + state);
        assertThat(page(prove)).isEqualTo("sign-in");
        assertThat(text(prove)).contains("One more step");
        assertThat(door.mobile(ADA, PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void L16_a_provider_of_plain_OAuth_2_says_who_it_is() {
        String address = over("forge", usual("spa"));
        assertThat(address).startsWith("https://forge.example.net/authorize?").doesNotContain("nonce");
        Response next = browser.get("/sign-in/from/forge?code=c&state=" + state(address));
        assertThat(page(next)).isEqualTo("allow");
        assertThat(only(ADA).issuer()).isEqualTo("https://forge.example.net/user");
        assertThat(only(ADA).subject()).isEqualTo("4711");
        for (String nobody : List.of("{}", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":{}}", "no JSON")) {
            forgeSays = nobody;
            browser = new TestBrowser(door);
            Response failed = browser.get("/sign-in/from/forge?code=c&state=" + state(over("forge", usual("spa"))));
            assertThat(text(failed)).as(nobody).contains("did not work");
        }
    }

    @Test
    void T10_a_provider_that_cannot_prove_anew_is_not_offered_where_that_is_asked() {
        var query = new java.util.LinkedHashMap<>(usual("spa"));
        query.put("prompt", "login");
        Response shown = browser.authorize(query);
        assertThat(text(shown)).contains("/sign-in/with/acme").doesNotContain("/sign-in/with/forge");
        assertThat(page(browser.signInWith(shown, "forge"))).isEqualTo("not-found");
        assertThat(over("acme", query)).contains("prompt=login", "max_age=0");
    }

    @Test
    void T10_a_state_is_good_once_in_its_browser_and_for_its_provider() {
        String back = throughAcme(over("acme", usual("spa")));
        assertThat(page(new TestBrowser(door).get(back))).as("another browser").isEqualTo("provider");
        assertThat(page(browser.get(back.replace("/from/acme", "/from/distrusted"))))
                .as("another provider")
                .isEqualTo("provider");
        assertThat(page(browser.get(back.replaceAll("state=[^&]*", "state=made-up"))))
                .isEqualTo("provider");
        assertThat(page(browser.get("/sign-in/from/acme"))).isEqualTo("provider");
        assertThat(page(browser.get(back))).as("the first use").isEqualTo("allow");
        assertThat(page(browser.get(back))).as("the second use").isEqualTo("provider");
        String late = throughAcme(over("acme", usual("spa")));
        door.pass(Duration.ofMinutes(31));
        assertThat(page(browser.get(late))).as("too late").isEqualTo("provider");
    }

    @Test
    void T10_mix_up_an_answer_of_another_issuer_is_refused() {
        // RFC 9207 §2.4
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                back -> back.replaceAll("iss=[^&]*", "iss=https%3A%2F%2Fevil.example.com"),
                back -> back.replaceAll("[?&]iss=[^&]*", ""))) {
            browser = new TestBrowser(door);
            there = new TestBrowser(acme);
            failed(browser.get(change.apply(throughAcme(over("acme", usual("spa"))))), "iss");
        }
    }

    private void failed(Response response, String why) {
        assertThat(page(response)).as(why).isEqualTo("sign-in");
        assertThat(response.status()).as(why).isEqualTo(400);
        assertThat(text(response)).as(why).contains("did not work");
        assertThat(browser.cookie("__Host-session")).as(why).isEmpty();
    }

    @Test
    void who_says_no_there_is_back_on_the_sign_in_page_with_a_word() {
        String state = state(over("acme", usual("spa")));
        failed(
                browser.get("/sign-in/from/acme?error=access_denied&iss=https%3A%2F%2Facme.example.com&state=" + state),
                "no");
        assertThat(browser.at).startsWith("/sign-in?flow=");
    }

    @Test
    // OpenID Connect Discovery §4.3
    void T10_discovery_that_names_another_issuer_is_not_believed() {
        assertThat(text(browser.signInWith(browser.authorize(usual("spa")), "liar")))
                .contains("did not work");
    }

    @Test
    // OpenID Connect Core §3.1.3.7
    void T28_a_forged_or_foreign_ID_token_signs_nobody_in() {
        List<UnaryOperator<String>> changes = List.of(
                FederationTest::forged,
                text -> replaced(text, "eyJhbGciOiJub25lIn0." + middle(text) + "."),
                text -> replaced(text, ""),
                text -> text.replace("\"id_token\"", "\"other\""),
                text -> replaced(text, middle(text)),
                text -> replaced(text, earlier),
                text -> replaced(text, forAnother()));
        keepAnEarlierToken();
        for (int i = 0; i < changes.size(); i++) {
            browser = new TestBrowser(door);
            there = new TestBrowser(acme);
            String back = throughAcme(over("acme", usual("spa")));
            onTheWay = changes.get(i);
            failed(browser.get(back), "change " + i);
            onTheWay = text -> text;
        }
    }

    private String earlier = "";

    /** A good token with the nonce of another journey. */
    private void keepAnEarlierToken() {
        onTheWay = text -> {
            earlier = token(text);
            return replaced(text, "");
        };
        withAcme();
        onTheWay = text -> text;
        assertThat(earlier).isNotEmpty();
    }

    /** A good token that Acme signed for another client, with the nonce that it was asked for. */
    private String forAnother() {
        var query = new java.util.LinkedHashMap<>(usual("spa"));
        query.put("redirect_uri", "https://id.example.org/sign-in/from/acme");
        Response shown = there.authorize(query);
        Response back = page(shown).equals("allow") ? there.post(shown, Map.of("decision", "allow")) : shown;
        UnaryOperator<String> before = onTheWay;
        onTheWay = text -> text;
        Response tokens = acme.ask(Request.of("POST", "/oauth2/token")
                .form(TestBrowser.encoded(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "spa",
                        "code", answer(back).first("code").orElseThrow(),
                        "redirect_uri", "https://id.example.org/sign-in/from/acme",
                        "code_verifier", TestBrowser.VERIFIER))));
        onTheWay = before;
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        return field(tokens, "id_token");
    }

    private static String token(String answer) {
        return json(Response.json(200, dev.sallyport.kit.json.Json.tree(answer.getBytes(StandardCharsets.UTF_8))))
                .path("id_token")
                .asString();
    }

    private static String replaced(String answer, String token) {
        return answer.replace(token(answer), token);
    }

    private static String middle(String answer) {
        return token(answer).split("\\.", -1)[1];
    }

    private static String forged(String answer) {
        String token = token(answer);
        int at = token.lastIndexOf('.') + 5;
        return replaced(
                answer, token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1));
    }

    @Test
    void T10_an_ID_token_that_has_expired_is_refused() {
        String back = throughAcme(over("acme", usual("spa")));
        onTheWay = text -> {
            door.pass(Duration.ofMinutes(20));
            return text;
        };
        failed(browser.get(back), "expired");
    }

    @Test
    void T19_a_disabled_account_stays_out() {
        withAcme();
        door.disable(ADA);
        browser = new TestBrowser(door);
        failed(withAcme(), "disabled");
    }

    @Test
    void T11_the_way_over_needs_the_form_of_this_browser() {
        Response shown = browser.authorize(usual("spa"));
        assertThat(page(new TestBrowser(door).signInWith(shown, "acme"))).isEqualTo("expired");
        assertThat(page(browser.signInWith(shown, "nobody"))).isEqualTo("not-found");
    }

    /** That the last way in stays is shown by the contract of the stores: without a password nobody has a first-party token yet. */
    @Test
    void a_person_sees_and_removes_their_identities() {
        withAcme();
        var id = door.idOf(ADA);
        acme.stores
                .people()
                .password(acme.idOf(ADA))
                .ifPresent(hash -> door.stores.people().resetPassword(id, hash));
        String bearer = "Bearer " + field(door.mobile(ADA, PASSWORD), "access_token");
        Response list = door.ask(Request.of("GET", "/v1/identities").header("authorization", bearer));
        assertThat(list.status()).as(text(list)).isEqualTo(200);
        assertThat(json(list).path("items").path(0).path("name").asString()).isEqualTo("The acme");
        String one = "/v1/identities/" + only(ADA).id();
        assertThat(removed("/v1/identities/nonsense", bearer)).isEqualTo(404);
        assertThat(removed(one, bearer)).isEqualTo(204);
        assertThat(removed(one, bearer)).isEqualTo(404);
        assertThat(events(ADA)).contains(AuditEvent.Kind.IDENTITY_REMOVED);
        browser = new TestBrowser(door);
        assertThat(text(withAcme())).as("no longer linked").contains("One more step");
    }

    @Test
    void T33_what_rests_on_another_providers_word_alone_ends_when_that_account_is_let_go() {
        withAcme();
        var id = door.idOf(ADA);
        assertThat(methods()).containsExactly("fed");
        acme.stores
                .people()
                .password(acme.idOf(ADA))
                .ifPresent(hash -> door.stores.people().resetPassword(id, hash));
        String bearer = "Bearer " + field(door.mobile(ADA, PASSWORD), "access_token");
        assertThat(methods()).containsExactlyInAnyOrder("fed", "pwd");

        assertThat(removed("/v1/identities/" + only(ADA).id(), bearer)).isEqualTo(204);

        assertThat(methods()).as("the session that it opened is over").containsExactly("pwd");
        assertThat(page(browser.authorize(usual("spa")))).isEqualTo("sign-in");
    }

    private List<String> methods() {
        return door.stores.sessions().live(door.idOf(ADA), door.now()).stream()
                .flatMap(session -> session.methods().stream())
                .toList();
    }

    private int removed(String path, String bearer) {
        return door.ask(Request.of("DELETE", path).header("authorization", bearer))
                .status();
    }
}

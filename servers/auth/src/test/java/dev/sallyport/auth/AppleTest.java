package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider in the manner of Apple: a JWT for a secret, an answer by form, and a name that is told once and beside it. */
class AppleTest extends Federation {
    private static final String NAME =
            "{\"name\":{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"},\"email\":\"x@y.z\"}";

    /** At the provider: signs in, allows it, and gives the fields of the form that its page posts. */
    private Map<String, String> posted(String address) {
        Response shown = there.get(path(address));
        if (page(shown).equals("sign-in")) {
            shown = there.signIn(shown, ADA, PASSWORD);
        }
        Response form = page(shown).equals("allow") ? there.post(shown, Map.of("decision", "allow")) : shown;
        assertThat(text(form)).contains("action=\"https://id.example.org/sign-in/from/apple\"");
        var fields = new LinkedHashMap<String, String>();
        Pattern.compile("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
                .matcher(text(form))
                .results()
                .forEach(field -> fields.put(field.group(1), field.group(2)));
        return fields;
    }

    /** The browser posts it from the provider's site, so without any cookie of ours. */
    private Response arrives(String provider, Map<String, String> fields) {
        return door.ask(Request.of("POST", "/sign-in/from/" + provider)
                .header("origin", ACME.toString())
                .header("sec-fetch-site", "cross-site")
                .form(TestBrowser.encoded(fields)));
    }

    private String named(String user) {
        var fields = posted(over("apple", usual("spa")));
        fields.put("user", user);
        Response next = browser.get(location(arrives("apple", fields)));
        assertThat(page(next)).as(text(next)).isEqualTo("allow");
        return door.stores.people().byId(door.idOf(ADA)).orElseThrow().name();
    }

    @Test
    void L16_an_answer_by_form_signs_in_and_the_first_one_says_the_name() {
        // OAuth 2.0 Form Post Response Mode §2
        String address = over("apple", usual("spa"));
        assertThat(address).contains("response_mode=form_post");
        assertThat(named(NAME)).isEqualTo("Ada Lovelace");
        browser = new TestBrowser(door);
        assertThat(named(NAME.replace("Lovelace", "Byron"))).as("told once").isEqualTo("Ada Lovelace");
        assertThat(only(ADA).subject()).isEqualTo(acme.idOf(ADA).toString());
    }

    @Test
    void T28_the_secret_is_a_JWT_for_the_provider_alone_and_for_minutes() throws Exception {
        named(NAME);
        var proof = SignedJWT.parse(proofs.getFirst());
        assertThat(proof.verify(new ECDSAVerifier((ECPublicKey) KEY.getPublic())))
                .isTrue();
        assertThat(proof.getHeader().getKeyID()).isEqualTo("KEY1234567");
        var claims = proof.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(TEAM);
        assertThat(claims.getSubject()).isEqualTo("app");
        assertThat(claims.getAudience()).containsExactly(ACME.toString());
        assertThat(claims.getIssueTime().toInstant()).isEqualTo(door.now());
        assertThat(claims.getExpirationTime().toInstant()).isEqualTo(door.now().plusSeconds(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{\"name\":\"Ada\"}", "{\"name\":{\"firstName\":\"A\\u202eda\"}}"})
    void a_name_that_cannot_be_read_is_none(String user) {
        assertThat(named(user)).isEmpty();
    }

    @Test
    void T11_the_form_of_another_site_only_leads_to_where_the_browser_is_looked_at() {
        var fields = posted(over("apple", usual("spa")));
        fields.put("then", "https://evil.example");
        Response redirect = arrives("apple", fields);
        assertThat(redirect.status()).isEqualTo(303);
        assertThat(TestDoor.setCookies(redirect)).isEmpty();
        assertThat(location(redirect)).startsWith("/sign-in/from/apple?").doesNotContain("evil");
        assertThat(page(new TestBrowser(door).get(location(redirect)))).isEqualTo("provider");
        assertThat(page(browser.get(location(redirect)))).isEqualTo("allow");
        assertThat(page(browser.get(location(redirect)))).as("once").isEqualTo("provider");
    }

    @Test
    void T10_a_provider_that_answers_by_redirect_has_no_such_door_and_this_one_proves_nobody_anew() {
        assertThat(page(arrives("acme", Map.of("code", "c", "state", "s")))).isEqualTo("not-found");
        assertThat(page(arrives("nobody", Map.of("code", "c", "state", "s")))).isEqualTo("not-found");
        var query = usual("spa");
        query.put("prompt", "login");
        assertThat(text(browser.authorize(query))).doesNotContain("/sign-in/with/apple");
    }
}

package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorization requests in a signed, perhaps encrypted, object (RFC 9101), from the first address to the tokens. */
class SignedRequestsTest {
    private static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;
    private ECKey key;

    @BeforeEach
    void open() throws JOSEException {
        door = new TestDoor(folder);
        door.register(ADA);
        browser = new TestBrowser(door);
        key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        door.stores.clients().add(BoundTokensTest.signing("bank", ClientPolicy.USUAL, key));
        door.stores.clients().add(BoundTokensTest.signing("shop", ClientPolicy.USUAL, key));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private JWTClaimsSet.Builder claims(Map<String, String> parameters) {
        var claims = new JWTClaimsSet.Builder()
                .issuer("bank")
                .audience(PUBLIC.toString())
                .issueTime(Date.from(door.now()))
                .expirationTime(Date.from(door.now().plusSeconds(60)));
        parameters.forEach(claims::claim);
        return claims;
    }

    private String signed(JWTClaimsSet claims, ECKey signer) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("oauth-authz-req+jwt"))
                .keyID("k")
                .build();
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    private static Map<String, String> carrying(String object) {
        return Map.of("client_id", "bank", "request", object);
    }

    private Response push(Map<String, String> form) throws JOSEException {
        var all = new HashMap<>(form);
        all.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        var assertion = new JWTClaimsSet.Builder()
                .issuer("bank")
                .subject("bank")
                .audience(PUBLIC.toString())
                .jwtID(Long.toString(System.nanoTime()))
                .issueTime(Date.from(door.now()))
                .expirationTime(Date.from(door.now().plusSeconds(60)))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), assertion);
        jwt.sign(new ECDSASigner(key));
        all.put("client_assertion", jwt.serialize());
        return door.ask(Request.of("POST", "/oauth2/par").form(TestBrowser.encoded(all)));
    }

    @Test
    void what_the_object_says_counts_and_nothing_beside_it() throws Exception {
        var query = new HashMap<>(
                carrying(signed(claims(usual("bank")).claim("max_age", 600).build(), key)));
        query.put("scope", "openid orders");
        query.put("state", "another");
        query.put("redirect_uri", "https://evil.test/");
        Response signIn = browser.authorize(query);
        assertThat(page(signIn)).as("RFC 9101 §6.3").isEqualTo("sign-in");
        Response consent = browser.signIn(signIn, ADA, PASSWORD);
        assertThat(text(consent)).doesNotContain("orders");
        Response back = browser.post(consent, Map.of("decision", "allow"));
        assertThat(back.headers().first("location").orElseThrow()).startsWith("https://app.example.org/callback?");
        assertThat(answer(back).first("state")).contains("xyz");
        assertThat(answer(back).first("code")).isPresent();
    }

    @Test
    void several_resources_and_claims_are_json_in_the_object() throws Exception {
        var claims = claims(usual("bank"))
                .claim("resource", List.of(PUBLIC.toString(), "https://unknown.test"))
                .claim("claims", Map.of("id_token", Map.of("email", Map.of("essential", true))))
                .build();
        assertThat(answer(browser.authorize(carrying(signed(claims, key)))).first("error"))
                .as("RFC 8707 §2: the second resource is seen too")
                .contains("invalid_target");
        var fine = claims(usual("bank"))
                .claim("resource", List.of(PUBLIC.toString()))
                .claim("claims", Map.of("id_token", Map.of("email", Map.of("essential", true))))
                .build();
        assertThat(page(browser.authorize(carrying(signed(fine, key))))).isEqualTo("sign-in");
    }

    @Test
    void it_may_be_encrypted_under_the_published_key() throws Exception {
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        ECKey published = keys.getKeys().stream()
                .filter(k -> KeyUse.ENCRYPTION.equals(k.getKeyUse()))
                .findFirst()
                .orElseThrow()
                .toECKey();
        assertThat(published.isPrivate()).isFalse();
        Response discovery = door.ask(Request.of("GET", "/.well-known/openid-configuration"));
        assertThat(json(discovery)
                        .path("request_object_encryption_alg_values_supported")
                        .toString())
                .contains("ECDH-ES", "ECDH-ES+A256KW");
        for (JWEAlgorithm algorithm : List.of(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A256KW)) {
            var header = new JWEHeader.Builder(algorithm, EncryptionMethod.A256GCM)
                    .keyID(published.getKeyID())
                    .contentType("oauth-authz-req+jwt")
                    .build();
            var wrapped = new JWEObject(
                    header, new Payload(signed(claims(usual("bank")).build(), key)));
            wrapped.encrypt(new ECDHEncrypter(published));
            assertThat(page(browser.authorize(carrying(wrapped.serialize()))))
                    .as(algorithm.getName())
                    .isEqualTo("sign-in");
        }
    }

    @Test
    void it_may_be_pushed() throws Exception {
        String object = signed(claims(usual("bank")).build(), key);
        Response pushed = push(Map.of("request", object));
        assertThat(pushed.status()).as(text(pushed)).isEqualTo(201);
        assertThat(page(browser.authorize(Map.of("client_id", "bank", "request_uri", field(pushed, "request_uri")))))
                .as("RFC 9126 §3")
                .isEqualTo("sign-in");
        Response refused = push(Map.of("request", object + "x"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(field(refused, "error")).isEqualTo("invalid_request_object");
    }

    @Test
    void T28_T29_an_object_that_does_not_hold_is_refused_and_goes_nowhere_unproven() throws Exception {
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        var late = claims(usual("bank"))
                .expirationTime(Date.from(door.now().minusSeconds(3600)))
                .build();
        var elsewhere = claims(usual("bank")).audience("https://other.test").build();
        var others = claims(usual("shop")).issuer("shop").build();
        var nested = claims(usual("bank")).claim("request", "x").build();
        var wrong = Map.of(
                "unsigned", new PlainJWT(claims(usual("bank")).build()).serialize(),
                "a stranger's key", signed(claims(usual("bank")).build(), stranger),
                "expired", signed(late, key),
                "for somebody else", signed(elsewhere, key),
                "another client's", signed(others, key),
                "one within another", signed(nested, key),
                "no JWT", "nonsense");
        wrong.forEach((what, object) -> {
            Response bare = browser.authorize(carrying(object));
            assertThat(answer(bare).first("error"))
                    .as(what + ": to the one redirect URI that the client has")
                    .contains("invalid_request_object");
            var query = new HashMap<>(carrying(object));
            query.put("redirect_uri", "https://evil.test/");
            assertThat(page(browser.authorize(query)))
                    .as(what + ": no way back is proven")
                    .isEqualTo("bad-request");
        });
    }

    @Test
    void two_objects_or_an_object_and_an_address_are_one_too_many() throws Exception {
        String object = signed(claims(usual("bank")).build(), key);
        Response twice = browser.get("/oauth2/authorize?client_id=bank&request=" + object + "&request=" + object);
        assertThat(answer(twice).first("error")).contains("invalid_request");
        var both = new HashMap<>(carrying(object));
        both.put("request_uri", "https://app.example.org/request");
        assertThat(answer(browser.authorize(both)).first("error"))
                .as("RFC 9101 §5")
                .contains("invalid_request");
    }
}

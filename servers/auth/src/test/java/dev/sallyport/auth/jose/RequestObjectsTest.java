package dev.sallyport.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.sallyport.auth.jose.RequestObjects.Verdict;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9101 §4, RFC 9101 §6, RFC 9101 §10.8, RFC 7516 §5.2, FAPI 2.0 Message Signing §5.3.1: signed requests, wrapped or not. */
class RequestObjectsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final TestClient CLIENT = new TestClient();
    private static final EnvelopeKey ENVELOPES = EnvelopeKey.derived(new MasterKey(new byte[32], byte[]::new));
    private static final RequestObjects REQUESTS = new RequestObjects(
            TestClient.ISSUER,
            new ClientKeys((uri, oldest) -> new Fetched.Refused("none"), () -> NOW),
            ENVELOPES,
            () -> NOW);

    private static Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", "shop");
        claims.put("aud", TestClient.ISSUER);
        claims.put("client_id", "shop");
        claims.put("nbf", NOW.getEpochSecond());
        claims.put("exp", NOW.plusSeconds(300).getEpochSecond());
        claims.put("jti", "1");
        claims.put("scope", "openid");
        return claims;
    }

    private static Map<String, Object> claims(String name, String json) {
        Map<String, Object> claims = claims();
        if (json == null) {
            claims.remove(name);
        } else {
            String filled = json.startsWith("NOW")
                    ? Long.toString(NOW.getEpochSecond() + Long.parseLong(json.substring(3)))
                    : json;
            claims.put(name, Json.tree(filled.getBytes(StandardCharsets.UTF_8)));
        }
        return claims;
    }

    private static String wrapped(String inside, JWEHeader header, ECKey key) throws Exception {
        var jwe = new JWEObject(header, new Payload(inside));
        jwe.encrypt(new ECDHEncrypter(key.toECPublicKey()));
        return jwe.serialize();
    }

    private static String wrapped(String inside) throws Exception {
        return wrapped(
                inside,
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM).build(),
                ECKey.parse(ENVELOPES.publicJwk()));
    }

    @ParameterizedTest
    @CsvSource({"''", "JWT", "oauth-authz-req+jwt", "application/oauth-authz-req+jwt"})
    void a_good_request_is_read_into_parameters(String type) {
        Map<String, Object> claims = claims("max_age", "300");
        claims.put("claims", Map.of("id_token", Map.of("acr", Map.of("essential", true))));
        claims.put("authorization_details", List.of(Map.of("type", "pay")));
        claims.put("state", "a\"b");
        assertThat(REQUESTS.read(CLIENT.sign(type, claims), CLIENT.fapi()))
                .isEqualTo(new Verdict.Accepted(Map.of(
                        "client_id", "shop",
                        "scope", "openid",
                        "max_age", "300",
                        "state", "a\"b",
                        "claims", "{\"id_token\":{\"acr\":{\"essential\":true}}}",
                        "authorization_details", "[{\"type\":\"pay\"}]")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9101 §4 another issuer             | iss         | "other"
            RFC 9101 §4 no issuer                  | iss         |
            RFC 9101 §4 another client             | client_id   | "other"
            RFC 9101 §4 client of no string        | client_id   | 7
            RFC 9101 §4 another audience           | aud         | "https://other.example"
            RFC 9101 §4 no audience                | aud         |
            RFC 9101 §4 a request inside           | request     | "e30.e30.e30"
            RFC 9101 §4 a request_uri inside       | request_uri | "https://evil.example/"
            RFC 9101 §10.8 a client assertion      | sub         | "shop"
            RFC 9101 §4 expired                    | exp         | NOW-10
            RFC 9101 §4 expiry in words            | exp         | "soon"
            RFC 9101 §4 not yet valid              | nbf         | NOW+61
            RFC 9101 §4 nbf in words               | nbf         | "now"
            RFC 9101 §4 iat in words               | iat         | "now"
            RFC 9101 §4 a parameter without value  | scope       | null
            """)
    void a_request_with_another_claim_is_refused(String clause, String name, String json) {
        for (SigningClient client : List.of(CLIENT.usual(), CLIENT.fapi())) {
            assertThat(REQUESTS.read(CLIENT.sign("oauth-authz-req+jwt", claims(name, json)), client))
                    .as(clause)
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FAPI 2.0 Message Signing §5.3.1 no exp                | exp |          | false
            FAPI 2.0 Message Signing §5.3.1 no nbf                | nbf |          | false
            FAPI 2.0 Message Signing §5.3.1 more than 60 minutes  | exp | NOW+3601 | false
            FAPI 2.0 Message Signing §5.3.1 just 60 minutes       | exp | NOW+3600 | true
            FAPI 2.0 Message Signing §5.3.1 older than 60 minutes | nbf | NOW-3611 | false
            FAPI 2.0 Message Signing §5.3.1 nbf a little ahead    | nbf | NOW+9    | true
            an array with us in it                                | aud | ["https://other.example","https://id.example.org"] | true
            another's subject                                     | sub | "somebody" | true
            """)
    void a_client_held_to_fapi_is_held_to_times(String clause, String name, String json, boolean fapi) {
        String request = CLIENT.sign("oauth-authz-req+jwt", claims(name, json));
        assertThat(REQUESTS.read(request, CLIENT.usual())).as(clause).isInstanceOf(Verdict.Accepted.class);
        assertThat(REQUESTS.read(request, CLIENT.fapi()) instanceof Verdict.Accepted)
                .as(clause)
                .isEqualTo(fapi);
    }

    @ParameterizedTest
    @CsvSource({"at+jwt", "dpop+jwt", "client-authentication+jwt", "logout+jwt"})
    void T28_a_token_of_another_type_is_no_request(String type) {
        assertThat(REQUESTS.read(CLIENT.sign(type, claims()), CLIENT.usual())).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void T28_none_another_key_and_another_algorithm_are_refused() {
        assertThat(REQUESTS.read(TestClient.unsigned("{\"alg\":\"none\"}", claims()), CLIENT.usual()))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(REQUESTS.read(TestClient.sign(TestClient.key("k1"), "JWT", claims()), CLIENT.usual()))
                .isInstanceOf(Verdict.Refused.class);
        var pinned = new SigningClient(
                TestClient.ID, Set.of(Algorithm.PS256), CLIENT.usual().keys(), false);
        assertThat(REQUESTS.read(CLIENT.sign("JWT", claims()), pinned)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"ECDH-ES", "ECDH-ES+A256KW"})
    void a_request_may_be_wrapped(String algorithm) throws Exception {
        for (EncryptionMethod method : List.of(
                EncryptionMethod.A128GCM,
                EncryptionMethod.A256GCM,
                EncryptionMethod.A128CBC_HS256,
                EncryptionMethod.A256CBC_HS512)) {
            var header = new JWEHeader.Builder(JWEAlgorithm.parse(algorithm), method)
                    .contentType("JWT")
                    .agreementPartyUInfo(Base64URL.encode("shop"))
                    .agreementPartyVInfo(Base64URL.encode("door"))
                    .keyID(ECKey.parse(ENVELOPES.publicJwk()).getKeyID())
                    .build();
            String request =
                    wrapped(CLIENT.sign("oauth-authz-req+jwt", claims()), header, ECKey.parse(ENVELOPES.publicJwk()));
            assertThat(REQUESTS.read(request, CLIENT.fapi())).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void T29_what_is_wrapped_must_still_be_signed() throws Exception {
        assertThat(REQUESTS.read(wrapped(Json.text(claims())), CLIENT.usual()))
                .as("bare claims")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(REQUESTS.read(wrapped(TestClient.unsigned("{\"alg\":\"none\"}", claims())), CLIENT.usual()))
                .as("unsigned")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(REQUESTS.read(wrapped(TestClient.sign(TestClient.key("k1"), "JWT", claims())), CLIENT.usual()))
                .as("signed by another key")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(REQUESTS.read(wrapped(wrapped(CLIENT.sign("JWT", claims()))), CLIENT.usual()))
                .as("wrapped twice")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(REQUESTS.read(
                        wrapped(CLIENT.sign("JWT", claims("aud", "\"https://other.example\""))), CLIENT.usual()))
                .as("for another audience")
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void T29_a_wrapping_that_is_not_on_the_list_is_refused() throws Exception {
        String signed = CLIENT.sign("JWT", claims());
        ECKey ours = ECKey.parse(ENVELOPES.publicJwk());
        var good = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM);
        assertThat(ENVELOPES.open(wrapped(signed, good.build(), ours))).contains(signed);
        assertThat(ENVELOPES.open(wrapped(signed, good.build(), TestClient.key("x"))))
                .as("another's key")
                .isEmpty();
        assertThat(ENVELOPES.open(wrapped(signed, good.keyID("x").build(), ours)))
                .as("another kid")
                .isEmpty();
        var zipped = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .compressionAlgorithm(CompressionAlgorithm.DEF);
        assertThat(ENVELOPES.open(wrapped(signed, zipped.build(), ours)))
                .as("compressed")
                .isEmpty();
        var wrap = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A128KW, EncryptionMethod.A256GCM);
        assertThat(ENVELOPES.open(wrapped(signed, wrap.build(), ours)))
                .as("alg")
                .isEmpty();
        var method = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A192GCM);
        assertThat(ENVELOPES.open(wrapped(signed, method.build(), ours)))
                .as("enc")
                .isEmpty();
        assertThat(ENVELOPES.open("x".repeat(70_000))).isEmpty();
    }

    @Test
    void every_process_of_an_installation_derives_the_same_key_and_no_other_installation_does() {
        var again = EnvelopeKey.derived(new MasterKey(new byte[32], byte[]::new));
        assertThat(again.publicJwk()).isEqualTo(ENVELOPES.publicJwk()).doesNotContain("\"d\"");
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(EnvelopeKey.derived(new MasterKey(other, byte[]::new)).publicJwk())
                .isNotEqualTo(ENVELOPES.publicJwk());
    }

    @Test
    void T29_no_change_of_a_request_is_accepted_and_none_throws() throws Exception {
        String signed = CLIENT.sign("JWT", claims());
        String sealed = wrapped(signed);
        var random = new Random(9_101);
        for (int i = 0; i < 1_000; i++) {
            String changed = TestClient.changed(signed, random);
            if (!changed.equals(signed)) {
                assertThat(REQUESTS.read(changed, CLIENT.usual())).as(changed).isInstanceOf(Verdict.Refused.class);
            }
            // The wrapping is not what proves: a second spelling of it may still hold the one signed request.
            Verdict verdict = REQUESTS.read(TestClient.changed(sealed, random), CLIENT.usual());
            if (verdict instanceof Verdict.Accepted accepted) {
                assertThat(verdict).isEqualTo(REQUESTS.read(signed, CLIENT.usual()));
                assertThat(accepted.parameters()).containsEntry("scope", "openid");
            }
        }
    }
}

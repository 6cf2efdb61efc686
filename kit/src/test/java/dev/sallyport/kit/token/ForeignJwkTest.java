package dev.sallyport.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 7517 §4, RFC 7517 §4.2, RFC 7517 §4.3, RFC 7517 §5, RFC 8725 §3.4, RFC 8725 §3.5: public keys of strangers. */
class ForeignJwkTest {
    private static final Map<Algorithm, KeyMaker.KeyPair> PAIRS = new EnumMap<>(Algorithm.class);

    static {
        for (Algorithm algorithm : Algorithm.values()) {
            PAIRS.put(algorithm, new KeyPairs().make(algorithm));
        }
    }

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode jwk(Algorithm algorithm) {
        return (ObjectNode) tree(PAIRS.get(algorithm).publicJwk());
    }

    @ParameterizedTest
    @EnumSource
    void a_public_key_is_read_for_its_own_algorithm_only_and_named_by_its_thumbprint(Algorithm algorithm) {
        assertThat(ForeignJwk.read(jwk(algorithm), algorithm).orElseThrow().id())
                .isEqualTo(PAIRS.get(algorithm).id());
        for (Algorithm other : Algorithm.values()) {
            if (other != algorithm) {
                assertThat(ForeignJwk.read(jwk(algorithm), other))
                        .as("%s as %s", algorithm, other)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_key_of_the_library_without_alg_and_use_is_read() throws Exception {
        var ec = new ECKeyGenerator(Curve.P_256).keyID("mine").generate().toPublicJWK();
        assertThat(ForeignJwk.read(tree(ec.toJSONString()), Algorithm.ES256)
                        .orElseThrow()
                        .id()
                        .value())
                .isEqualTo(ec.computeThumbprint().toString());
        var rsa = new RSAKeyGenerator(2048).generate().toPublicJWK();
        for (Algorithm algorithm : new Algorithm[] {Algorithm.RS256, Algorithm.PS256}) {
            assertThat(ForeignJwk.read(tree(rsa.toJSONString()), algorithm)
                            .orElseThrow()
                            .id()
                            .value())
                    .isEqualTo(rsa.computeThumbprint().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9449 §4.3 a private key          | d       | "AAAA"
            RFC 9449 §4.3 a symmetric one        | k       | "AAAA"
            RFC 7517 §4.2 for encryption         | use     | "enc"
            RFC 7517 §4.2 use of no string       | use     | ["sig"]
            RFC 7517 §4.3 for other operations   | key_ops | ["encrypt"]
            RFC 7517 §4.3 for none               | key_ops | []
            RFC 7517 §4.4 another algorithm      | alg     | "ES384"
            RFC 7517 §4.1 another type           | kty     | "OKP"
            RFC 7518 §6.2 another curve          | crv     | "P-384"
            RFC 7518 §6.2 a curve of no string   | crv     | 256
            RFC 7518 §6.2 x of 31 bytes          | x       | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            RFC 7518 §6.2 x as 33 bytes          | x       | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            RFC 7518 §6.2 padded x               | x       | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            RFC 8725 §3.4 not on the curve       | x       | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
            RFC 8725 §3.4 the point of zeros     | x       | "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            RFC 8725 §3.4 beyond the field       | x       | "__________________________________________8"
            no x                                 | x       | null
            """)
    void T28_a_key_that_is_not_just_that_is_refused(String clause, String member, String json) {
        ObjectNode jwk = jwk(Algorithm.ES256);
        jwk.set(member, tree("{\"v\":" + json + "}").path("v"));
        assertThat(ForeignJwk.read(jwk, Algorithm.ES256)).as(clause).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8725 §3.5 1024 bits        | 1024 | 65537
            RFC 8725 §3.5 exponent 1       | 2048 | 1
            RFC 8725 §3.5 an even exponent | 2048 | 65536
            RFC 8725 §3.5 a huge exponent  | 2048 | 1180591620717411303425
            RFC 8725 §3.5 a huge modulus   | 9000 | 65537
            """)
    void T28_a_weak_or_costly_rsa_key_is_refused(String clause, int bits, java.math.BigInteger exponent) {
        ObjectNode jwk = jwk(Algorithm.RS256);
        byte[] modulus = java.math.BigInteger.ONE.shiftLeft(bits - 1).setBit(0).toByteArray();
        jwk.put("n", Base64Url.encode(modulus));
        jwk.put("e", Base64Url.encode(exponent.toByteArray()));
        assertThat(ForeignJwk.read(jwk, Algorithm.RS256)).as(clause).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"keys\":{}}",
                "{\"keys\":1}",
                "{\"keys\":[",
                "\u0000",
                "{\"keys\":[],\"keys\":[]}"
            })
    void what_is_no_key_set_is_refused(String text) {
        assertThat(JwkSet.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void T43_a_key_set_of_more_than_a_hundred_is_refused() {
        assertThat(JwkSet.read(("{\"keys\":[" + "{},".repeat(100) + "{}]}").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void strange_keys_do_not_spoil_the_others_and_a_named_key_is_the_only_one_tried() {
        String set = "{\"keys\":[1,null,{\"kty\":\"new\"},"
                + PAIRS.get(Algorithm.RS256).publicJwk() + ","
                + PAIRS.get(Algorithm.ES256).publicJwk() + "]}";
        JwkSet keys = JwkSet.read(set.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        KeyMaker.KeyPair es = PAIRS.get(Algorithm.ES256);
        assertThat(keys.candidates(named(es.id().value()), Algorithm.ES256)).hasSize(1);
        assertThat(keys.candidates(named(""), Algorithm.ES256)).hasSize(1);
        assertThat(keys.candidates(named("other"), Algorithm.ES256)).isEmpty();
        assertThat(keys.candidates(named(es.id().value()), Algorithm.PS256)).isEmpty();
    }

    private static ForeignJwt named(String kid) {
        return ForeignJwt.read(TestJwt.signed(
                        Algorithm.ES256,
                        PAIRS.get(Algorithm.ES256),
                        "{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}",
                        "{}"))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void T28_no_change_of_a_key_makes_reading_or_verifying_throw(Algorithm algorithm) {
        var random = new Random(7_517L + algorithm.joseName().length());
        String whole = PAIRS.get(algorithm).publicJwk();
        String jwt =
                TestJwt.signed(algorithm, PAIRS.get(algorithm), "{\"alg\":\"" + algorithm.joseName() + "\"}", "{}");
        ForeignJwt token = ForeignJwt.read(jwt).orElseThrow();
        int read = 0;
        for (int i = 0; i < 1_000; i++) {
            var changed = new StringBuilder(whole);
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed.setCharAt(random.nextInt(whole.length()), (char) (32 + random.nextInt(95)));
            }
            byte[] set = ("{\"keys\":[" + changed + "]}").getBytes(StandardCharsets.UTF_8);
            var keys = JwkSet.read(set).map(s -> s.candidates(token, algorithm)).orElse(java.util.List.of());
            read += keys.size();
            boolean same = keys.stream()
                    .anyMatch(k -> k.id().equals(PAIRS.get(algorithm).id()));
            assertThat(token.signedBy(keys).isPresent()).as(changed.toString()).isEqualTo(same);
        }
        assertThat(read).as("keys that could still be read").isPositive();
    }
}

package dev.sallyport.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** RFC 7515 §5.2, RFC 7515 §4.1.9, RFC 7517 §4, RFC 7517 §5, RFC 7519 §2, RFC 7519 §4.1.3: tokens and keys of strangers. */
class ForeignJwtTest {
    private static final Map<Algorithm, KeyMaker.KeyPair> PAIRS = new EnumMap<>(Algorithm.class);

    static {
        for (Algorithm algorithm : Algorithm.values()) {
            PAIRS.put(algorithm, new KeyPairs().make(algorithm));
        }
    }

    private static JsonNode tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Jwk> key(Algorithm algorithm) {
        return List.of(ForeignJwk.read(tree(PAIRS.get(algorithm).publicJwk()), algorithm)
                .orElseThrow());
    }

    private static String es256(String header, String claims) {
        return TestJwt.signed(Algorithm.ES256, PAIRS.get(Algorithm.ES256), header, claims);
    }

    private static boolean accepts(String jwt) {
        return ForeignJwt.read(jwt)
                .flatMap(read -> read.signedBy(key(Algorithm.ES256)))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_token_tells_what_it_claims_to_who_brings_its_key(Algorithm algorithm) throws Exception {
        KeyMaker.KeyPair pair = PAIRS.get(algorithm);
        String jwt = JwtSigner.of(pair.id(), algorithm, pair.privateKey()).sign("logout+jwt", "{\"sub\":\"somebody\"}");
        ForeignJwt read = ForeignJwt.read(jwt).orElseThrow();
        assertThat(read.algorithm()).contains(algorithm);
        assertThat(read.type()).isEqualTo("logout+jwt");
        assertThat(read.keyId()).isEqualTo(pair.id().value());
        assertThat(read.signedBy(key(algorithm)).orElseThrow().text("sub")).contains("somebody");
        List<Jwk> other =
                List.of(ForeignJwk.read(tree(new KeyPairs().make(algorithm).publicJwk()), algorithm)
                        .orElseThrow());
        assertThat(read.signedBy(other)).isEmpty();
        assertThat(read.signedBy(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "logout+jwt", "token-introspection+jwt", "oauth-authz-req+jwt", "secevent+jwt"})
    void an_independent_library_verifies_what_we_sign_of_any_type(String type) throws Exception {
        String claims = "{\"iss\":\"https://id.example.org\",\"nested\":{\"a\":[1,true,null,\"\u00e9\"]}}";
        for (Algorithm algorithm : List.of(Algorithm.ES256, Algorithm.RS256, Algorithm.PS256)) {
            KeyMaker.KeyPair pair = PAIRS.get(algorithm);
            SignedJWT jwt = SignedJWT.parse(
                    JwtSigner.of(pair.id(), algorithm, pair.privateKey()).sign(type, claims));
            assertThat(jwt.verify(
                            algorithm == Algorithm.ES256
                                    ? new ECDSAVerifier(ECKey.parse(pair.publicJwk()))
                                    : new RSASSAVerifier(RSAKey.parse(pair.publicJwk()))))
                    .isTrue();
            assertThat(jwt.getHeader().getType().getType()).isEqualTo(type);
            assertThat(jwt.getHeader().getKeyID()).isEqualTo(pair.id().value());
            assertThat(jwt.getPayload().toString()).isEqualTo(claims);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7515 §4.1.11 unknown crit   | {"alg":"ES256","crit":["x"],"x":1}
            RFC 7515 §4.1.11 empty crit     | {"alg":"ES256","crit":[]}
            RFC 7797 §3 detached            | {"alg":"ES256","b64":false}
            RFC 7516 §4.1.3 compressed      | {"alg":"ES256","zip":"DEF"}
            RFC 8725 §3.1 none              | {"alg":"none"}
            RFC 8725 §3.1 None              | {"alg":"None"}
            RFC 8725 §3.1 HMAC              | {"alg":"HS256"}
            RFC 8725 §3.1 another of ours   | {"alg":"PS256"}
            RFC 8725 §3.1 other case        | {"alg":"es256"}
            RFC 8725 §3.2 no alg            | {"typ":"JWT"}
            RFC 8725 §3.2 alg of no string  | {"alg":["ES256"]}
            RFC 7515 §4.1.9 typ of no string| {"alg":"ES256","typ":1}
            RFC 7515 §4.1.4 kid of no string| {"alg":"ES256","kid":{}}
            RFC 7515 §4 alg given twice     | {"alg":"none","alg":"ES256"}
            no object                       | ["ES256"]
            no JSON                         | ES256
            """)
    void T28_a_header_that_asks_for_anything_else_is_refused_under_a_good_signature(String clause, String header) {
        assertThat(accepts(es256(header, "{}"))).as(clause).isFalse();
        assertThat(accepts(es256("{\"alg\":\"ES256\"}", "{}"))).isTrue();
    }

    @Test
    void T28_an_hmac_under_the_public_key_is_refused() throws Exception {
        for (byte[] secret : List.of(
                PAIRS.get(Algorithm.ES256).publicJwk().getBytes(StandardCharsets.UTF_8),
                key(Algorithm.ES256).getFirst().key().getEncoded())) {
            var jws = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload("{}"));
            jws.sign(new MACSigner(secret));
            assertThat(accepts(jws.serialize())).isFalse();
        }
    }

    @Test
    void T28_a_signature_of_zeros_is_refused() {
        String jwt = es256("{\"alg\":\"ES256\"}", "{}");
        for (int length : new int[] {0, 1, 32, 63, 64, 65, 128}) {
            assertThat(accepts(TestJwt.resigned(jwt, new byte[length]))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "...", "a.b.c", "e30.e30.", "e30.e30.e30", "\u00e4.e30.e30", "e30.e30.e30.e30.e30"
            })
    void T28_what_is_no_token_is_not_read_or_not_believed(String text) {
        assertThat(accepts(text)).isFalse();
    }

    @Test
    void T43_a_token_longer_than_the_limit_is_not_read() {
        assertThat(ForeignJwt.read(es256("{\"alg\":\"ES256\"}", "{\"x\":\"" + "x".repeat(30_000) + "\"}")))
                .isEmpty();
    }

    /** A library that skips what is no base64url sees one token where there are many; here a token has one spelling. */
    @Test
    void T28_a_second_spelling_of_a_good_token_is_refused() throws Exception {
        String jwt = es256("{\"alg\":\"ES256\"}", "{\"sub\":\"a\"}");
        var verifier = new ECDSAVerifier(ECKey.parse(PAIRS.get(Algorithm.ES256).publicJwk()));
        int taken = 0;
        for (String other : List.of(jwt + "=", jwt + "==", jwt + "\n", " " + jwt, jwt + "!", looseBits(jwt))) {
            assertThat(accepts(other)).as("[%s]", other).isFalse();
            taken += nimbusTakes(other, verifier) ? 1 : 0;
        }
        assertThat(taken).as("spellings that the library takes").isPositive();
    }

    private static boolean nimbusTakes(String jwt, ECDSAVerifier verifier) {
        try {
            return JWSObject.parse(jwt).verify(verifier);
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            return false;
        }
    }

    /** 64 bytes are 86 characters, the last of which has four bits that count for nothing. */
    private static String looseBits(String jwt) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = jwt.charAt(jwt.length() - 1);
        return jwt.substring(0, jwt.length() - 1) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
    }

    @ParameterizedTest
    @EnumSource
    void T28_no_change_of_a_token_is_believed_and_none_throws(Algorithm algorithm) {
        var random = new Random(28_000L + algorithm.joseName().length());
        String jwt = TestJwt.signed(
                algorithm,
                PAIRS.get(algorithm),
                "{\"alg\":\"" + algorithm.joseName() + "\",\"typ\":\"JWT\",\"kid\":\"k\"}",
                "{\"sub\":\"somebody\",\"aud\":[\"a\",\"b\"],\"exp\":1800000000}");
        List<Jwk> keys = key(algorithm);
        assertThat(ForeignJwt.read(jwt).orElseThrow().signedBy(keys)).isPresent();
        for (int i = 0; i < 1_000; i++) {
            String changed = changed(jwt, random);
            if (!changed.equals(jwt)) {
                assertThat(ForeignJwt.read(changed).flatMap(read -> read.signedBy(keys)))
                        .as(changed)
                        .isEmpty();
            }
        }
    }

    private static String changed(String text, Random random) {
        var changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> changed.setCharAt(at, (char) random.nextInt(128));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, (char) random.nextInt(0x300));
            case 3 -> changed.setLength(at);
            default -> changed.replace(at, Math.min(text.length(), at + 8), text.substring(0, 8));
        }
        return changed.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7519 §2 seconds          | 1800000000        | 1800000000
            RFC 7519 §2 with a fraction  | 1800000000.75     | 1800000000
            RFC 7519 §2 as a power       | 1.8e9             | 1800000000
            RFC 7519 §2 zero             | 0                 | 0
            RFC 7519 §2 words            | "1800000000"      |
            RFC 7519 §2 negative         | -1                |
            RFC 7519 §2 the year 10000   | 253402300800      |
            RFC 7519 §2 enormous         | 1e400             |
            RFC 7519 §2 enormously long  | 1e999999999       |
            RFC 7519 §2 the longest long | 9223372036854775807 |
            RFC 7519 §2 an odd long      | 9007199254740993  |
            RFC 7519 §2 ninety digits    | 999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999 |
            RFC 7519 §2 null             | null              |
            RFC 7519 §2 an array         | [1800000000]      |
            """)
    void times_are_numbers_within_reason(String clause, String json, Long seconds) {
        Claims claims = ForeignJwt.read(es256("{\"alg\":\"ES256\"}", "{\"exp\":" + json + "}"))
                .map(ForeignJwt::unverified)
                .orElse(new Claims(tree("{\"exp\":null}")));
        if (seconds == null) {
            assertThat(claims.time("exp")).as(clause).isEmpty();
            assertThat(claims.hasBadTime("exp")).isTrue();
        } else {
            assertThat(claims.time("exp")).as(clause).contains(Instant.ofEpochSecond(seconds));
            assertThat(claims.hasBadTime("exp")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "a"          | a   | true
            ["a"]        | a   | false
            ["a","b"]    | a,b | false
            []           |     | false
            ["a",1]      |     | false
            {"a":"b"}    |     | false
            1            |     | false
            null         |     | false
            """)
    void an_audience_is_a_string_or_an_array_of_strings(String json, String expected, boolean plain) {
        var claims = new Claims(tree("{\"aud\":" + json + "}"));
        assertThat(claims.audience()).isEqualTo(expected == null ? List.of() : List.of(expected.split(",")));
        assertThat(claims.hasPlainAudience()).isEqualTo(plain);
        assertThat(new Claims(tree("{}")).audience()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OpenID Core §3.1.3.6 ES256     | ES256     | x7vk7f6BvQj0jQHYFIk4ag
            OpenID Core §3.1.3.6 RS256     | RS256     | x7vk7f6BvQj0jQHYFIk4ag
            OpenID Core §3.1.3.6 PS256     | PS256     | x7vk7f6BvQj0jQHYFIk4ag
            OpenID Core §3.1.3.6 EdDSA     | EDDSA     | EGEAhGYyfuwDaVTifvrWSoD5MSy_5hZPy6I7Vm-7pTQ
            OpenID Core §3.1.3.6 ML-DSA-65 | ML_DSA_65 | jxsy68_eG9-91VnHsZ2VnCr_WqDMv4nspiSuUPRdNZk
            """)
    void the_hash_of_a_token_is_the_one_others_compute(String clause, Algorithm algorithm, String hash) {
        String token =
                "YmJiZTAwYmYtMzgyOC00NzhkLTkyOTItNjJjNDM3MGYzOWIy9sFhvH8K_x8UIHj1osisS57f5DduL-ar_qw5jl3lthwpMjm283aVM"
                        + "QXDmoqqqydDSqJfbhptzw8rUVwkuQbolw";
        assertThat(TokenHash.of(algorithm, token)).as(clause).isEqualTo(hash);
    }
}

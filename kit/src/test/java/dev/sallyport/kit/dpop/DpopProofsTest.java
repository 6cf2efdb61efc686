package dev.sallyport.kit.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.dpop.DpopVerdict.NonceWanted;
import dev.sallyport.kit.dpop.DpopVerdict.Proven;
import dev.sallyport.kit.dpop.DpopVerdict.Refused;
import dev.sallyport.kit.token.KeyPairs;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.token.SingleUse;
import dev.sallyport.kit.token.TestJwt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9449 §4.3, RFC 9449 §7, RFC 9449 §8, RFC 3986 §6.2.2, RFC 3986 §6.2.3: proofs made by an independent library. */
class DpopProofsTest {
    private static final String URI = "https://id.example.org/oauth2/token";
    private static final DpopUse TOKEN = new DpopUse.ForToken("POST", URI);
    private static final Set<Algorithm> ALL = Set.of(Algorithm.values());
    private static final ECKey KEY = key();

    private final Instant[] now = {Instant.parse("2026-11-24T12:00:00Z")};
    private final InstantSource clock = () -> now[0];
    private final DpopNonces nonces = new DpopNonces(new MasterKey(new byte[32], byte[]::new), clock);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final SingleUse memory = (id, until) -> seen.add(id);
    private final DpopProofs proofs = proofs(ALL, false);

    private DpopProofs proofs(Set<Algorithm> algorithms, boolean nonce) {
        return new DpopProofs(new DpopProofs.Rules(algorithms, nonce), nonces, memory, clock);
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String proof(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(KEY.toPublicJWK())
                .build();
        var claims = new JWTClaimsSet.Builder()
                .jwtID("jti-1")
                .claim("htm", "POST")
                .claim("htu", URI)
                .issueTime(Date.from(now[0]));
        var jwt = new SignedJWT(header, change.apply(claims).build());
        jwt.sign(new ECDSASigner(KEY));
        return jwt.serialize();
    }

    private static String thumbprint() throws Exception {
        return KEY.computeThumbprint().toString();
    }

    @Test
    void a_good_proof_says_whose_key_it_is() throws Exception {
        assertThat(proofs.verify(List.of(proof(c -> c)), TOKEN)).isEqualTo(new Proven(thumbprint()));
    }

    @ParameterizedTest
    @EnumSource
    void every_algorithm_of_ours_proves_and_only_listed_ones_do(Algorithm algorithm) {
        KeyMaker.KeyPair pair = new KeyPairs().make(algorithm);
        String proof = TestJwt.signed(
                algorithm,
                pair,
                "{\"typ\":\"dpop+jwt\",\"alg\":\"" + algorithm.joseName() + "\",\"jwk\":" + pair.publicJwk() + "}",
                "{\"jti\":\"a\",\"htm\":\"POST\",\"htu\":\"" + URI + "\",\"iat\":" + now[0].getEpochSecond() + "}");
        assertThat(proofs.verify(List.of(proof), TOKEN))
                .isEqualTo(new Proven(pair.id().value()));
        var others = new java.util.HashSet<>(ALL);
        others.remove(algorithm);
        assertThat(proofs(others, false).verify(List.of(proof), TOKEN)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9449 §4.3 wrong typ         | {"typ":"JWT","alg":"ES256","jwk":KEY}
            RFC 9449 §4.3 no typ            | {"alg":"ES256","jwk":KEY}
            RFC 9449 §4.3 no jwk            | {"typ":"dpop+jwt","alg":"ES256"}
            RFC 9449 §4.3 jwk of no object  | {"typ":"dpop+jwt","alg":"ES256","jwk":"KEY"}
            RFC 9449 §4.3 a private key     | {"typ":"dpop+jwt","alg":"ES256","jwk":PRIVATE}
            RFC 9449 §4.3 another key       | {"typ":"dpop+jwt","alg":"ES256","jwk":OTHER}
            RFC 9449 §4.3 none              | {"typ":"dpop+jwt","alg":"none","jwk":KEY}
            RFC 9449 §4.3 symmetric         | {"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}
            RFC 9449 §4.3 crit              | {"typ":"dpop+jwt","alg":"ES256","jwk":KEY,"crit":["x"],"x":1}
            """)
    void T28_a_proof_with_another_header_is_refused(String clause, String header) {
        KeyMaker.KeyPair pair = new KeyPairs().make(Algorithm.ES256);
        KeyMaker.KeyPair other = new KeyPairs().make(Algorithm.ES256);
        String filled = header.replace("\"KEY\"", "\"x\"")
                .replace("KEY", pair.publicJwk())
                .replace("PRIVATE", pair.publicJwk().replaceFirst("\\{", "{\"d\":\"AAAA\","))
                .replace("OTHER", other.publicJwk());
        String claims =
                "{\"jti\":\"a\",\"htm\":\"POST\",\"htu\":\"" + URI + "\",\"iat\":" + now[0].getEpochSecond() + "}";
        String proof = TestJwt.signed(Algorithm.ES256, pair, filled, claims);
        assertThat(proofs.verify(List.of(proof), TOKEN)).as(clause).isInstanceOf(Refused.class);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9449 §4.3 no jti             | jti |
            RFC 9449 §4.3 an empty jti       | jti | ''
            RFC 9449 §4.3 no htm             | htm |
            RFC 9449 §4.3 another method     | htm | GET
            RFC 9449 §4.3 method in low case | htm | post
            RFC 9449 §4.3 no htu             | htu |
            RFC 9449 §4.3 another path       | htu | https://id.example.org/oauth2/token/
            RFC 9449 §4.3 a prefix           | htu | https://id.example.org/oauth2
            RFC 9449 §4.3 another host       | htu | https://id.example.org.evil.example/oauth2/token
            RFC 9449 §4.3 a user             | htu | https://id.example.org@evil.example/oauth2/token
            RFC 9449 §4.3 another scheme     | htu | http://id.example.org/oauth2/token
            RFC 9449 §4.3 another port       | htu | https://id.example.org:8443/oauth2/token
            RFC 9449 §4.3 relative           | htu | /oauth2/token
            RFC 9449 §4.3 no address         | htu | %%%
            RFC 3986 §6.2.2 a slash escaped  | htu | https://id.example.org/oauth2%2Ftoken
            RFC 9449 §4.3 no iat             | iat |
            """)
    void a_proof_with_another_claim_is_refused(String clause, String claim, String value) throws Exception {
        String proof = proof(c -> c.claim(claim, value));
        assertThat(proofs.verify(List.of(proof), TOKEN)).as(clause).isInstanceOf(Refused.class);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9449 §4.3 with a query         | https://id.example.org/oauth2/token?a=b
            RFC 9449 §4.3 with a fragment      | https://id.example.org/oauth2/token#a
            RFC 3986 §6.2.2 capitals           | HTTPS://ID.Example.ORG/oauth2/token
            RFC 3986 §6.2.3 the default port   | https://id.example.org:443/oauth2/token
            RFC 3986 §6.2.2 needless escapes   | https://id.example.org/o%61uth2/%74oken
            RFC 3986 §6.2.2 dot segments       | https://id.example.org/a/../oauth2/./token
            """)
    void another_spelling_of_the_address_is_the_same_address(String clause, String htu) throws Exception {
        assertThat(proofs.verify(List.of(proof(c -> c.claim("htu", htu))), TOKEN))
                .as(clause)
                .isInstanceOf(Proven.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            just old enough     | -69 | true
            too old             | -71 | false
            a little ahead      |   9 | true
            from the future     |  11 | false
            """)
    void a_proof_is_good_for_a_minute(String clause, long seconds, boolean good) throws Exception {
        String proof = proof(c -> c.issueTime(Date.from(now[0].plusSeconds(seconds))));
        assertThat(proofs.verify(List.of(proof), TOKEN) instanceof Proven)
                .as(clause)
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({"exp, -60, false", "exp, 60, true", "nbf, 60, false", "nbf, -60, true"})
    void a_proof_that_limits_itself_is_taken_at_its_word(String claim, long seconds, boolean good) throws Exception {
        String proof = proof(c -> c.claim(claim, now[0].plusSeconds(seconds).getEpochSecond()));
        assertThat(proofs.verify(List.of(proof), TOKEN) instanceof Proven).isEqualTo(good);
    }

    @Test
    void none_and_two_proofs_are_refused() throws Exception {
        assertThat(proofs.verify(List.of(), TOKEN)).isInstanceOf(Refused.class);
        assertThat(proofs.verify(List.of(proof(c -> c), proof(c -> c.jwtID("2"))), TOKEN))
                .isInstanceOf(Refused.class);
        assertThat(proofs.verify(List.of(proof(c -> c) + ", " + proof(c -> c)), TOKEN))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_token_that_is_shown_must_be_the_one_and_bound_to_the_key() throws Exception {
        var shown = new DpopUse.WithToken("POST", URI, "the-token", thumbprint());
        String ath = Digest.of("the-token").value();
        assertThat(proofs.verify(List.of(proof(c -> c)), shown)).as("no ath").isInstanceOf(Refused.class);
        assertThat(proofs.verify(
                        List.of(proof(c -> c.claim("ath", Digest.of("other").value()))), shown))
                .as("ath of another token")
                .isInstanceOf(Refused.class);
        var bound = new DpopUse.WithToken("POST", URI, "the-token", "another-key");
        assertThat(proofs.verify(List.of(proof(c -> c.claim("ath", ath))), bound))
                .as("bound to another key")
                .isInstanceOf(Refused.class);
        assertThat(proofs.verify(List.of(proof(c -> c.claim("ath", ath))), shown))
                .isEqualTo(new Proven(thumbprint()));
    }

    @Test
    void a_nonce_is_asked_for_handed_out_and_lives_between_one_period_and_two() throws Exception {
        DpopProofs strict = proofs(ALL, true);
        assertThat(strict.verify(List.of(proof(c -> c)), TOKEN)).isEqualTo(new NonceWanted(nonces.current()));
        String nonce = nonces.current();
        assertThat(strict.verify(List.of(proof(c -> c.claim("nonce", nonce))), TOKEN))
                .isInstanceOf(Proven.class);
        for (Object wrong : new Object[] {"", "guess", 7, nonce + "x"}) {
            assertThat(proofs.verify(List.of(proof(c -> c.jwtID("w").claim("nonce", wrong))), TOKEN))
                    .as("a wrong nonce, even where none is required")
                    .isInstanceOf(NonceWanted.class);
        }
        now[0] = now[0].plus(DpopNonces.PERIOD);
        assertThat(nonces.current()).isNotEqualTo(nonce);
        assertThat(strict.verify(List.of(proof(c -> c.jwtID("2").claim("nonce", nonce))), TOKEN))
                .isInstanceOf(Proven.class);
        now[0] = now[0].plus(DpopNonces.PERIOD);
        assertThat(strict.verify(List.of(proof(c -> c.jwtID("3").claim("nonce", nonce))), TOKEN))
                .isEqualTo(new NonceWanted(nonces.current()));
        assertThat(new DpopNonces(new MasterKey(new byte[32], byte[]::new), clock).isGood(nonces.current()))
                .as("another process of the same installation")
                .isTrue();
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(new DpopNonces(new MasterKey(otherKey, byte[]::new), clock).isGood(nonces.current()))
                .isFalse();
    }

    @Test
    void T16_a_proof_works_once_also_for_a_hundred_at_the_same_time() throws Exception {
        String proof = proof(c -> c);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<DpopVerdict>>();
            for (int i = 0; i < 100; i++) {
                results.add(threads.submit(() -> proofs.verify(List.of(proof), TOKEN)));
            }
            int proven = 0;
            for (Future<DpopVerdict> result : results) {
                proven += result.get() instanceof Proven ? 1 : 0;
            }
            assertThat(proven).isEqualTo(1);
        }
    }

    @Test
    void T16_a_proof_is_remembered_for_longer_than_it_could_be_used_and_only_if_it_was_good() throws Exception {
        var until = new ArrayList<Instant>();
        SingleUse noting = (id, time) -> until.add(time);
        var noted = new DpopProofs(new DpopProofs.Rules(ALL, false), nonces, noting, clock);
        Instant ahead = now[0].plusSeconds(9);
        assertThat(noted.verify(List.of(proof(c -> c.issueTime(Date.from(ahead)))), TOKEN))
                .isInstanceOf(Proven.class);
        assertThat(until).singleElement().satisfies(time -> {
            now[0] = time;
            assertThat(noted.verify(List.of(proof(c -> c.issueTime(Date.from(ahead)))), TOKEN))
                    .as("when it is forgotten")
                    .isInstanceOf(Refused.class);
        });
        assertThat(until).hasSize(1);
    }

    @Test
    void T16_another_key_cannot_use_up_a_jti_and_a_memory_that_is_away_proves_nothing() throws Exception {
        KeyMaker.KeyPair pair = new KeyPairs().make(Algorithm.ES256);
        String other = TestJwt.signed(
                Algorithm.ES256,
                pair,
                "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + pair.publicJwk() + "}",
                "{\"jti\":\"jti-1\",\"htm\":\"POST\",\"htu\":\"" + URI + "\",\"iat\":" + now[0].getEpochSecond() + "}");
        assertThat(proofs.verify(List.of(other), TOKEN)).isInstanceOf(Proven.class);
        String mine = proof(c -> c);
        SingleUse away = (id, until) -> {
            throw new IllegalStateException("the store is away");
        };
        var closed = new DpopProofs(new DpopProofs.Rules(ALL, false), nonces, away, clock);
        assertThatThrownBy(() -> closed.verify(List.of(mine), TOKEN)).hasMessage("the store is away");
        assertThat(proofs.verify(List.of(mine), TOKEN)).isInstanceOf(Proven.class);
    }

    @Test
    void T28_no_change_of_a_proof_is_proven_and_none_throws() throws Exception {
        String proof = proof(c -> c.expirationTime(Date.from(now[0].plus(Duration.ofMinutes(1)))));
        var random = new Random(9_449);
        for (int i = 0; i < 1_000; i++) {
            var changed = new StringBuilder(proof);
            changed.setCharAt(
                    random.nextInt(proof.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 0x400));
            if (!changed.toString().equals(proof)) {
                assertThat(proofs.verify(List.of(changed.toString()), TOKEN)).isInstanceOf(Refused.class);
            }
        }
        assertThat(proofs.verify(List.of(proof), TOKEN)).isInstanceOf(Proven.class);
    }
}

package dev.sallyport.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9068 §2, RFC 9068 §2.2, RFC 9068 §4, RFC 7638 §3, RFC 8259 §7: tokens out and in, against an independent library. */
class TokensTest {
    private static final String ISSUER = "https://id.example.org";
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final KeyMaker.KeyPair PAIR = new KeyPairs().make(Algorithm.ES256);

    private static AccessToken token() {
        return new AccessToken(
                ISSUER,
                "subject \"quoted\" \u00e9 \uD83D\uDEAA",
                List.of(ISSUER),
                new ClientId("shop"),
                Scope.of("orders", "profile"),
                new TreeSet<>(Set.of(Role.ADMIN)),
                Optional.of(new SessionId(new UUID(1, 2))),
                "jti-1",
                NOW,
                NOW.plusSeconds(300));
    }

    private static JwtVerifier verifier(KeyMaker.KeyPair... pairs) {
        var jwks = List.of(pairs).stream().map(KeyMaker.KeyPair::publicJwk).toList();
        return new JwtVerifier(
                ISSUER, ISSUER, new PublishedKeys(() -> jwks, InstantSource.fixed(NOW)), InstantSource.fixed(NOW));
    }

    @ParameterizedTest
    @EnumSource
    void what_we_sign_we_verify_with_every_algorithm(Algorithm algorithm) throws Exception {
        KeyMaker.KeyPair pair = new KeyPairs().make(algorithm);
        String jwt = JwtSigner.of(pair.id(), algorithm, pair.privateKey()).sign(token());
        assertThat(verifier(pair).verify(jwt)).isEqualTo(new TokenVerifier.Verdict.Valid(token()));
        assertThat(verifier(PAIR).verify(jwt)).isInstanceOf(TokenVerifier.Verdict.Invalid.class);
    }

    @Test
    void a_token_for_one_audience_is_none_for_another() throws Exception {
        String jwt = JwtSigner.of(PAIR.id(), Algorithm.ES256, PAIR.privateKey()).sign(token());
        TokenVerifier own = verifier(PAIR).forAudience("https://orders").forAudience(ISSUER);
        assertThat(own.verify(jwt)).isEqualTo(new TokenVerifier.Verdict.Valid(token()));
        assertThat(verifier(PAIR).forAudience("https://orders").verify(jwt))
                .as("RFC 8725 §3.9")
                .isEqualTo(new TokenVerifier.Verdict.Invalid("the token is for another audience"));
    }

    @Test
    void an_independent_library_verifies_what_we_sign() throws Exception {
        SignedJWT es = SignedJWT.parse(
                JwtSigner.of(PAIR.id(), Algorithm.ES256, PAIR.privateKey()).sign(token()));
        assertThat(es.verify(new ECDSAVerifier(ECKey.parse(PAIR.publicJwk())))).isTrue();
        assertThat(es.getJWTClaimsSet().getSubject()).isEqualTo(token().subject());
        assertThat(es.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("admin");
        for (Algorithm algorithm : List.of(Algorithm.RS256, Algorithm.PS256)) {
            KeyMaker.KeyPair pair = new KeyPairs().make(algorithm);
            SignedJWT rs = SignedJWT.parse(
                    JwtSigner.of(pair.id(), algorithm, pair.privateKey()).sign(token()));
            assertThat(rs.verify(new RSASSAVerifier(RSAKey.parse(pair.publicJwk()))))
                    .isTrue();
        }
    }

    @Test
    void a_key_is_named_by_its_thumbprint_as_the_library_computes_it() throws Exception {
        assertThat(JWK.parse(PAIR.publicJwk()).computeThumbprint().toString())
                .isEqualTo(PAIR.id().value());
        assertThat(PAIR.publicJwk()).doesNotContain("\"d\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8725 §3.11 wrong typ         | JWT    | ES256 |  |                        |                            |   0 | 300
            RFC 7515 §4.1.11 unknown crit    | at+jwt | ES256 | x |                       |                            |   0 | 300
            RFC 9068 §4 wrong iss            | at+jwt | ES256 |  | https://evil.example   |                            |   0 | 300
            RFC 9068 §4 wrong aud            | at+jwt | ES256 |  |                        | https://other.example      |   0 | 300
            RFC 9068 §4 expired              | at+jwt | ES256 |  |                        |                            | -600 | -10
            RFC 9068 §4 from the future      | at+jwt | ES256 |  |                        |                            |  60 | 300
            """)
    void T28_wrong_tokens_under_the_right_key_are_refused(
            String clause,
            String type,
            String algorithm,
            String crit,
            String issuer,
            String audience,
            long issued,
            long expires)
            throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .type(new JOSEObjectType(type))
                .keyID(PAIR.id().value());
        if (crit != null) {
            header.customParam("x", 1).criticalParams(Set.of("x"));
        }
        String jwt = nimbus(
                header.build(),
                new ECDSASigner((java.security.interfaces.ECPrivateKey) key()),
                claims -> claims.issuer(issuer == null ? ISSUER : issuer)
                        .audience(audience == null ? ISSUER : audience)
                        .issueTime(Date.from(NOW.plusSeconds(issued)))
                        .expirationTime(Date.from(NOW.plusSeconds(expires))));
        assertThat(verifier(PAIR).verify(jwt)).as(clause).isInstanceOf(TokenVerifier.Verdict.Invalid.class);
    }

    @Test
    void T28_the_same_token_made_rightly_by_the_library_is_accepted() throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(PAIR.id().value())
                .build();
        String jwt = nimbus(header, new ECDSASigner((java.security.interfaces.ECPrivateKey) key()), claims -> claims);
        assertThat(verifier(PAIR).verify(jwt)).isInstanceOf(TokenVerifier.Verdict.Valid.class);
    }

    @Test
    void T28_an_hmac_under_the_public_key_and_none_are_refused() throws Exception {
        byte[] publicKey = PAIR.publicJwk().getBytes(StandardCharsets.UTF_8);
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(PAIR.id().value())
                .build();
        String hmac = nimbus(header, new MACSigner(publicKey), claims -> claims);
        String none = Base64Url.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + PAIR.id() + "\"}") + "."
                + hmac.split("\\.", -1)[1] + ".";
        assertThat(verifier(PAIR).verify(hmac)).isInstanceOf(TokenVerifier.Verdict.Invalid.class);
        assertThat(verifier(PAIR).verify(none)).isInstanceOf(TokenVerifier.Verdict.Invalid.class);
    }

    @Test
    void T28_every_changed_character_breaks_the_token() throws Exception {
        String jwt = JwtSigner.of(PAIR.id(), Algorithm.ES256, PAIR.privateKey()).sign(token());
        for (int i = 0; i < jwt.length(); i++) {
            char other = jwt.charAt(i) == 'A' ? 'B' : 'A';
            String changed = jwt.substring(0, i) + other + jwt.substring(i + 1);
            assertThat(verifier(PAIR).verify(changed))
                    .as("position %d", i)
                    .isInstanceOf(TokenVerifier.Verdict.Invalid.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"''", ".", "..", "...", "a.b.c", "e30.e30.", "e30.e30.e30", "ää.e30.e30"})
    void T28_what_is_no_token_is_refused(String text) {
        assertThat(verifier(PAIR).verify(text)).isInstanceOf(TokenVerifier.Verdict.Invalid.class);
    }

    @Test
    void an_unknown_key_is_looked_for_again_but_not_at_every_token() {
        var asked = new AtomicInteger();
        var clock = new Instant[] {NOW};
        var keys = new PublishedKeys(
                () -> {
                    asked.incrementAndGet();
                    return List.of(PAIR.publicJwk());
                },
                () -> clock[0]);
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find(new dev.sallyport.domain.key.KeyId("unknown"))).isEmpty();
        }
        assertThat(asked).hasValue(1);
        clock[0] = NOW.plusSeconds(6);
        assertThat(keys.find(new dev.sallyport.domain.key.KeyId("unknown"))).isEmpty();
        assertThat(keys.find(PAIR.id())).isPresent();
        assertThat(asked).hasValue(2);
    }

    private static PrivateKey key() throws Exception {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(PAIR.privateKey()));
    }

    private static String nimbus(JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("somebody")
                .audience(ISSUER)
                .jwtID("1")
                .claim("client_id", "shop")
                .claim("scope", "orders")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(300)));
        var jwt = new SignedJWT(header, change.apply(claims).build());
        jwt.sign(signer);
        return jwt.serialize();
    }
}

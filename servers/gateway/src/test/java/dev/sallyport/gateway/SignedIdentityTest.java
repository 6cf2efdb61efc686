package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.JwtSigner;
import dev.sallyport.kit.token.JwtVerifier;
import dev.sallyport.kit.token.KeyPairs;
import dev.sallyport.kit.token.OwnJwts;
import dev.sallyport.kit.token.PublishedKeys;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The identity that goes inward is signed by a key of the house, and is no access token. */
class SignedIdentityTest {
    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void T37_it_holds_by_the_published_keys_and_opens_nothing_at_the_house() throws Exception {
        var pair = new KeyPairs().make(Algorithm.ES256);
        var signer = JwtSigner.of(pair.id(), Algorithm.ES256, pair.privateKey());
        var published = new PublishedKeys(() -> List.of(pair.publicJwk()), CLOCK);
        var identities = new Identities(signer::sign, CLOCK, TestGates.RANDOM);
        var token = new AccessToken(
                "https://id.example.org",
                "shop",
                List.of("https://id.example.org"),
                new ClientId("shop"),
                Scope.of("orders"),
                new TreeSet<>(),
                Optional.empty(),
                "1",
                CLOCK.instant(),
                CLOCK.instant().plusSeconds(300));

        String identity = identities.of(token, List.of(URI.create("http://10.0.0.5:9000"), URI.create("http://b")));

        var claims = new OwnJwts(published)
                .claims(identity, "sallyport-identity+jwt")
                .orElseThrow();
        assertThat(claims.path("iss").asString()).isEqualTo("https://id.example.org");
        assertThat(claims.path("sub").asString()).isEqualTo("shop");
        assertThat(claims.path("aud")).hasToString("[\"http://10.0.0.5:9000\",\"http://b\"]");
        assertThat(claims.path("exp").asLong()).isEqualTo(CLOCK.instant().getEpochSecond() + 60);
        assertThat(claims.path("jti").asString()).isNotBlank();
        assertThat(JwtVerifier.forAnyAudience("https://id.example.org", published, CLOCK)
                        .verify(identity))
                .as("RFC 8725 §3.11")
                .isInstanceOf(TokenVerifier.Verdict.Invalid.class);
    }
}

package dev.sallyport.kit.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.dpop.DpopVerdict;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** RFC 9449 §9: tokens that are bound to a key, at a door that wants a proof of it. */
class BearerLockTest {
    private static final AccessToken BOUND = new AccessToken(
            "https://id.example.org",
            "ada",
            List.of("https://id.example.org"),
            new ClientId("spa"),
            Scope.of("profile"),
            new TreeSet<>(),
            Optional.empty(),
            "1",
            Instant.EPOCH,
            Instant.MAX,
            new AccessToken.More(
                    Optional.empty(),
                    Optional.of(new Confirmation(Confirmation.Kind.JKT, "thumbprint")),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));

    private static BearerLock lock(DpopVerdict verdict) {
        return new BearerLock(
                URI.create("https://id.example.org"),
                token -> new TokenVerifier.Verdict.Valid(BOUND),
                (headers, use) -> verdict);
    }

    private static Response shut(DpopVerdict verdict, String scheme) {
        Request request = Request.of("GET", "/x").header("authorization", scheme + " token");
        return lock(verdict).open(request, Scope.NONE) instanceof BearerLock.Shut(var answer)
                ? answer
                : Response.of(200);
    }

    @Test
    void a_door_that_wants_a_nonce_says_so_and_gives_one() {
        Response answer = shut(new DpopVerdict.NonceWanted("fresh"), "DPoP");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().first("dpop-nonce")).contains("fresh");
        assertThat(answer.headers().first("www-authenticate").orElseThrow())
                .startsWith("DPoP ")
                .contains("error=\"use_dpop_nonce\"");
    }

    @Test
    void a_bound_token_opens_with_its_own_key_alone() {
        assertThat(shut(new DpopVerdict.Proven("thumbprint"), "DPoP").status()).isEqualTo(200);
        assertThat(shut(new DpopVerdict.Proven("thumbprint"), "Bearer").status())
                .as("shown as if it were not bound")
                .isEqualTo(401);
        assertThat(shut(new DpopVerdict.Refused("no"), "DPoP").status()).isEqualTo(401);
    }
}

package dev.sallyport.kit.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.dpop.DpopVerdict;
import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 9449 §9: tokens that are bound to a key, at a door that wants a proof of it. */
class BearerLockTest {
    private static final AccessToken BOUND = bound(new Confirmation(Confirmation.Kind.JKT, "thumbprint"));

    @TempDir
    static Path folder;

    private static AccessToken bound(Confirmation key) {
        return new AccessToken(
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
                        Optional.of(key),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

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

    @Test
    void RFC_8705_a_token_of_a_certificate_opens_over_its_connection_alone() throws Exception {
        ClientCertificate own = certificate("own");
        AccessToken token = bound(Confirmation.ofCertificate(own.thumbprint()));
        var lock = new BearerLock(
                URI.create("https://id.example.org"), text -> new TokenVerifier.Verdict.Valid(token), Possession.NONE);
        Request request = Request.of("GET", "/x").header("authorization", "Bearer token");
        assertThat(lock.open(request.shown(own), Scope.NONE)).isInstanceOf(BearerLock.Opened.class);
        Request byDpop = Request.of("GET", "/x").header("authorization", "DPoP token");
        for (Request wrong : List.of(request, request.shown(certificate("other")), byDpop.shown(own))) {
            assertThat(lock.open(wrong, Scope.NONE))
                    .as("RFC 8705 §3: without, with another, by another scheme")
                    .isInstanceOfSatisfying(BearerLock.Shut.class, shut -> {
                        assertThat(shut.answer().status()).isEqualTo(401);
                        assertThat(shut.answer()
                                        .headers()
                                        .first("www-authenticate")
                                        .orElseThrow())
                                .startsWith("Bearer ")
                                .contains("error=\"invalid_token\"");
                    });
        }
    }

    @Test
    void RFC_8705_a_certificate_does_not_stand_for_a_proof() throws Exception {
        Request request = Request.of("GET", "/x").header("authorization", "Bearer token");
        assertThat(lock(new DpopVerdict.Proven("thumbprint")).open(request.shown(certificate("own")), Scope.NONE))
                .isInstanceOf(BearerLock.Shut.class);
    }

    private static ClientCertificate certificate(String name) throws Exception {
        KeyStore store = TestSite.certificate(folder, name + System.nanoTime());
        return new ClientCertificate(List.of((X509Certificate) store.getCertificate("site")));
    }
}

package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.RefreshSeal;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.AuthenticatedClient;
import dev.sallyport.kit.token.TokenVerifier;
import java.time.InstantSource;
import java.util.Optional;

/**
 * {@code POST /oauth2/revoke}: a client gives a token back, and the grant behind it ends. A token that is not the client's or is
 * no good anyway is answered as one that was revoked.
 */
public final class Revocation {
    private final TokenVerifier tokens;
    private final RefreshSeal seal;
    private final RefreshStore families;
    private final InstantSource clock;

    Revocation(TokenVerifier tokens, RefreshSeal seal, RefreshStore families, InstantSource clock) {
        this.tokens = tokens;
        this.seal = seal;
        this.families = families;
        this.clock = clock;
    }

    @Spec("RFC 7009 §2.1")
    public Response handle(Request request, AuthenticatedClient asker) {
        return FormBody.read(
                request,
                form -> form.first("token")
                        .filter(token -> form.repeated().isEmpty())
                        .map(token -> revoked(token, asker.client()))
                        .orElseGet(() -> OAuthError.invalidRequest("token is missing or came twice")
                                .response()));
    }

    private Response revoked(String token, Client client) {
        Optional<FamilyId> refresh = seal.open(token)
                .filter(member -> member.client().equals(client.id()))
                .map(member -> member.family());
        return refresh.map(this::ended).orElseGet(() -> switch (tokens.verify(token)) {
            case TokenVerifier.Verdict.Valid(var access)
            when access.client().equals(client.id()) ->
                access.more()
                        .grant()
                        .filter(family -> isOwn(family, client))
                        .map(this::ended)
                        .orElseGet(Revocation::stateless);
            case TokenVerifier.Verdict.Valid foreign -> done();
            case TokenVerifier.Verdict.Invalid invalid -> done();
        });
    }

    /** A token that was exchanged has a grant behind it that another client got; that is not for this one to end. */
    private boolean isOwn(FamilyId family, Client client) {
        return families.byId(family).filter(f -> f.client().equals(client.id())).isPresent();
    }

    private Response ended(FamilyId family) {
        families.revoke(family, clock.instant());
        return done();
    }

    private static Response done() {
        return Response.of(200).header("cache-control", "no-store");
    }

    /** A client's own token, or one that it got for another, is kept nowhere (L01); it ends by itself within minutes. */
    @Spec("RFC 7009 §2.2.1")
    private static Response stateless() {
        return OAuthError.of(
                        OAuthError.Code.UNSUPPORTED_TOKEN_TYPE,
                        "a token without a grant of its own is kept nowhere and ends by itself")
                .response();
    }
}

package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.dpop.DpopUse;
import dev.sallyport.kit.dpop.DpopVerdict;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Possession;
import java.util.List;
import java.util.Optional;

/** The key that a client proves by DPoP at the token endpoint; a client whose tokens are bound must show one. */
final class DpopKey implements SenderKey {
    private final Possession possession;
    private final String endpoint;

    /** @param endpoint the address of the token endpoint, which proofs are made for */
    DpopKey(Possession possession, String endpoint) {
        this.possession = possession;
        this.endpoint = endpoint;
    }

    @Override
    @Spec("RFC 9449 §5")
    public Shown of(Request request, Client client) {
        List<String> headers = request.headers().all("dpop");
        if (headers.isEmpty()) {
            return client.isBound()
                    ? refused(OAuthError.Code.INVALID_DPOP_PROOF, "this client shows a DPoP proof")
                    : new Shown.Key(Optional.empty());
        }
        return switch (possession.verify(headers, new DpopUse.ForToken(request.method(), endpoint))) {
            case DpopVerdict.Proven(var thumbprint) -> new Shown.Key(Optional.of(Confirmation.ofKey(thumbprint)));
            case DpopVerdict.NonceWanted(var nonce) ->
                new Shown.Refused(error(OAuthError.Code.USE_DPOP_NONCE, "the proof needs the nonce of DPoP-Nonce")
                        .header("dpop-nonce", nonce));
            case DpopVerdict.Refused(var reason) -> refused(OAuthError.Code.INVALID_DPOP_PROOF, reason);
        };
    }

    private static Shown refused(OAuthError.Code code, String description) {
        return new Shown.Refused(error(code, description));
    }

    private static Response error(OAuthError.Code code, String description) {
        return OAuthError.of(code, description).response();
    }
}

package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Request;
import java.util.Optional;

/**
 * The key that a client's tokens are bound to at the token endpoint: that of the certificate which it shows, where it asked for
 * that, and else that of its DPoP proof. By FAPI 2.0 it must be one of the two, and a certificate will do.
 */
final class HeldKey implements SenderKey {
    private final DpopKey dpop;

    HeldKey(DpopKey dpop) {
        this.dpop = dpop;
    }

    @Override
    @Spec("RFC 8705 §3")
    public Shown of(Request request, Client client) {
        boolean proof = request.headers().has("dpop");
        boolean fapi = client.metadata().policy() == ClientPolicy.FAPI2;
        if (client.isBoundToCertificate()) {
            return proof
                    ? refused("this client's tokens are bound to its certificate and not to a DPoP key")
                    : byCertificate(request)
                            .orElseGet(() -> refused("this client shows its certificate in the handshake"));
        }
        return fapi && !proof && !client.metadata().bound()
                ? byCertificate(request).orElseGet(() -> dpop.of(request, client))
                : dpop.of(request, client);
    }

    private static Optional<Shown> byCertificate(Request request) {
        return request.certificate()
                .map(ClientCertificate::thumbprint)
                .map(thumbprint -> new Shown.Key(Optional.of(Confirmation.ofCertificate(thumbprint))));
    }

    private static Shown refused(String why) {
        return new Shown.Refused(OAuthError.invalidRequest(why).response());
    }
}

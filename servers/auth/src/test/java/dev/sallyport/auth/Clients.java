package dev.sallyport.auth;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientMetadata;
import java.util.List;

/** Clients that differ from the usual in what a test is about. */
final class Clients {
    private Clients() {}

    static ClientMetadata metadata(List<String> audiences, boolean trusted) {
        var none = ClientMetadata.NONE;
        return new ClientMetadata(
                none.authentication(),
                none.jwks(),
                none.jwksUri(),
                none.postLogoutRedirects(),
                none.backchannelLogout(),
                none.frontchannelLogout(),
                audiences,
                trusted,
                none.bound(),
                none.pushed(),
                none.idTokenAlgorithm(),
                none.userinfoAlgorithm(),
                none.pairwise(),
                none.sector(),
                none.idTokenEncryption(),
                none.tlsSubject(),
                none.registrationToken(),
                none.policy());
    }

    static Client with(Client client, ClientMetadata metadata) {
        return new Client(
                client.id(),
                client.name(),
                client.isPublic(),
                client.secrets(),
                client.grants(),
                client.scopes(),
                client.redirectUris(),
                client.refreshInCookie(),
                client.enabled(),
                client.origin(),
                client.created(),
                metadata);
    }
}

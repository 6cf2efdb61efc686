package dev.sallyport.auth;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Clients that differ from the usual in what a test is about. */
final class TestClients {
    private TestClients() {}

    static ClientMetadata metadata(List<String> audiences, boolean trusted) {
        return metadata(Optional.empty(), audiences, trusted, ClientPolicy.USUAL);
    }

    /** With public keys of its own. */
    static ClientMetadata keyed(Optional<String> jwks, ClientPolicy policy) {
        return metadata(jwks, List.of(), false, policy);
    }

    private static ClientMetadata metadata(
            Optional<String> jwks, List<String> audiences, boolean trusted, ClientPolicy policy) {
        var none = ClientMetadata.NONE;
        return new ClientMetadata(
                none.authentication(),
                jwks,
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
                none.mutualTls(),
                none.registrationToken(),
                policy,
                false,
                false,
                Optional.empty());
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

    /** A third party that may ask for the usual scopes by code, and act for itself. */
    static Client client(String id, boolean isPublic, String... redirects) {
        return new Client(
                new ClientId(id),
                "The " + id,
                isPublic,
                isPublic ? List.of() : List.of(Digest.of("secret of " + id)),
                Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS),
                Scope.of("openid", "profile", "email", "orders", "offline_access"),
                List.of(redirects),
                false,
                true,
                Client.Origin.ADDED,
                Instant.EPOCH);
    }

    static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}

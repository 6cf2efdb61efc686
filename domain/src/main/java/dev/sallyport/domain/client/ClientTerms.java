package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.grant.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client that nobody of the house vouches for may be: a wish that the rules of registration let pass. */
public record ClientTerms(
        String name,
        boolean isPublic,
        Set<GrantType> grants,
        Scope scopes,
        List<String> redirectUris,
        ClientMetadata metadata) {
    public ClientTerms {
        grants = Set.copyOf(grants);
        redirectUris = List.copyOf(redirectUris);
    }

    /** Whether it proves itself by a secret, which the house makes. */
    public boolean needsSecret() {
        return metadata.authentication()
                .filter(way -> way == ClientAuthentication.SECRET_BASIC || way == ClientAuthentication.SECRET_POST)
                .isPresent();
    }

    /** The client of these terms that keeps itself by a registration access token. */
    Client registered(ClientId id, List<Digest> secrets, Digest token, boolean enabled, Instant created) {
        return client(
                id,
                secrets,
                enabled,
                Client.Origin.REGISTERED,
                created,
                metadata.withRegistrationToken(Optional.of(token.value())));
    }

    /** The client of these terms that its own document describes. */
    public Client documented(ClientId id, Instant now) {
        return client(id, List.of(), true, Client.Origin.DOCUMENT, now, metadata);
    }

    private Client client(
            ClientId id,
            List<Digest> secrets,
            boolean enabled,
            Client.Origin origin,
            Instant created,
            ClientMetadata with) {
        return new Client(
                id, name, isPublic, secrets, grants, scopes, redirectUris, false, enabled, origin, created, with);
    }
}

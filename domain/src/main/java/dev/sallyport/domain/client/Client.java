package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.grant.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An application that asks for tokens (RFC 6749 §1.1).
 *
 * @param secrets the digests of its live secrets: none for a public client, two at most while one replaces the other (T32)
 * @param redirectUris compared as exact strings (T01)
 * @param refreshInCookie whether its refresh token is a cookie (L04)
 * @param origin who keeps this client: the configuration file or an administrator
 */
public record Client(
        ClientId id,
        String name,
        boolean isPublic,
        List<Digest> secrets,
        Set<GrantType> grants,
        Scope scopes,
        List<String> redirectUris,
        boolean refreshInCookie,
        boolean enabled,
        Origin origin,
        Instant created) {

    public Client {
        secrets = List.copyOf(secrets);
        grants = Set.copyOf(grants);
        redirectUris = List.copyOf(redirectUris);
    }

    /** Who is the master of a client's settings. */
    public enum Origin {
        /** Declared in {@code sallyport.yaml}, reconciled at every start. */
        DECLARED,
        /** Added by command or by the console. */
        ADDED
    }
}

package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.grant.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An application that asks for tokens (RFC 6749 §1.1).
 *
 * @param secrets the digests of its live secrets: none for a public client, two at most while one replaces the
 *     other (T32), the newest last
 * @param redirectUris compared as exact strings (T01)
 * @param refreshInCookie whether its refresh token is a cookie (L04)
 * @param origin who keeps this client: the configuration file, an administrator or the client itself
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
        Instant created,
        ClientMetadata metadata) {

    /** A client with the usual metadata. */
    public Client(
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
        this(
                id,
                name,
                isPublic,
                secrets,
                grants,
                scopes,
                redirectUris,
                refreshInCookie,
                enabled,
                origin,
                created,
                ClientMetadata.NONE);
    }

    public Client {
        secrets = List.copyOf(secrets);
        grants = Set.copyOf(grants);
        redirectUris = List.copyOf(redirectUris);
    }

    public boolean may(GrantType grant) {
        return grants.contains(grant);
    }

    /** Whether its tokens hold only together with a key of its own. */
    public boolean isBound() {
        return metadata.bound() || metadata.policy() == ClientPolicy.FAPI2 || isBoundToCertificate();
    }

    /** Whether its tokens hold only together with the certificate that it shows (RFC 8705 §3). */
    public boolean isBoundToCertificate() {
        return metadata.mutualTls().filter(MutualTls::bound).isPresent();
    }

    /** The same client with other live secrets. */
    public Client withSecrets(List<Digest> others) {
        return new Client(
                id,
                name,
                isPublic,
                others,
                grants,
                scopes,
                redirectUris,
                refreshInCookie,
                enabled,
                origin,
                created,
                metadata);
    }

    /** The same client, let in or kept out. */
    public Client enabled(boolean letIn) {
        return new Client(
                id,
                name,
                isPublic,
                secrets,
                grants,
                scopes,
                redirectUris,
                refreshInCookie,
                letIn,
                origin,
                created,
                metadata);
    }

    /** The same client as it was created at another time. */
    public Client createdAt(Instant time) {
        return new Client(
                id,
                name,
                isPublic,
                secrets,
                grants,
                scopes,
                redirectUris,
                refreshInCookie,
                enabled,
                origin,
                time,
                metadata);
    }

    /** Whether the configuration file is the master of its settings. */
    public boolean isDeclared() {
        return origin == Origin.DECLARED;
    }

    /** Whether it registered itself and keeps itself by {@code token} (RFC 7592 §1.2). */
    public boolean isKeptBy(String token) {
        return origin == Origin.REGISTERED
                && metadata.registrationToken()
                        .filter(digest -> new Digest(digest).isOf(token))
                        .isPresent();
    }

    /** Who is the master of a client's settings. */
    public enum Origin {
        /** Declared in {@code sallyport.yaml}, reconciled at every start. */
        DECLARED,
        /** Added by command or by the console. */
        ADDED,
        /** Registered itself (RFC 7591). */
        REGISTERED,
        /** Described by the document at its id, and kept nowhere. */
        DOCUMENT
    }
}

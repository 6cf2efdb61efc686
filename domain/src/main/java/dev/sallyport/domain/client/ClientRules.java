package dev.sallyport.domain.client;

import java.util.Set;
import java.util.stream.Stream;

/** What must go together in a client, whoever makes it: an operator or the client itself. */
final class ClientRules {
    private ClientRules() {}

    /** Everything that does not go together. */
    static Stream<String> objections(
            boolean isPublic, Set<GrantType> grants, boolean redirects, boolean refreshInCookie) {
        boolean byCode = grants.contains(GrantType.AUTHORIZATION_CODE);
        return Stream.of(
                        when(grants.isEmpty(), "it needs a grant, or it can ask for nothing"),
                        when(
                                isPublic && grants.contains(GrantType.CLIENT_CREDENTIALS),
                                "a public client cannot use client_credentials: it has no secret to show"),
                        when(
                                isPublic && grants.contains(GrantType.TOKEN_EXCHANGE),
                                "a public client cannot exchange tokens: it has no secret to show"),
                        when(refreshInCookie && !isPublic, "refresh in a cookie is for public clients"),
                        when(byCode && !redirects, "authorization_code needs a redirect URI to answer to"),
                        when(!byCode && redirects, "a redirect URI is for authorization_code alone"))
                .flatMap(all -> all);
    }

    private static Stream<String> when(boolean wrong, String objection) {
        return wrong ? Stream.of(objection) : Stream.empty();
    }
}

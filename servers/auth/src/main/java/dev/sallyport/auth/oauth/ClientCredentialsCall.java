package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.kit.http.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code grant_type=client_credentials}: a client that acts for itself. */
final class ClientCredentialsCall implements GrantCall {
    private final TokenIssuer issuer;
    private final Resources resources;
    private final InstantSource clock;

    ClientCredentialsCall(TokenIssuer issuer, Resources resources, InstantSource clock) {
        this.issuer = issuer;
        this.resources = resources;
        this.clock = clock;
    }

    @Override
    @Spec("RFC 6749 §4.4")
    public Response answer(TokenAsk ask) {
        Scope scope = ask.scope().orElse(ask.client().scopes());
        if (ask.client().isPublic()) {
            return OAuthError.of(OAuthError.Code.UNAUTHORIZED_CLIENT, "a public client cannot act for itself")
                    .response();
        }
        if (!ask.client().scopes().covers(scope)) {
            return TokenAsk.badScope().response();
        }
        if (!resources.allowed(ask.client(), ask.resources())) {
            return TokenAsk.badTarget().response();
        }
        Instant now = clock.instant();
        var part = new TokenIssuer.Part(scope, ask.resources(), ask.key());
        var token = issuer.issue(ask.client(), part, Optional.empty(), now);
        return TokenAnswer.of(token, ask.key(), now).response();
    }
}

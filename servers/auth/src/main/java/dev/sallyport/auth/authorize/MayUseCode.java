package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.client.GrantType;
import java.util.Optional;

/** The client has the authorization code grant. */
final class MayUseCode implements Step {
    @Override
    public Optional<OAuthError> check(Asked asked) {
        return Step.wrong(
                !asked.client().may(GrantType.AUTHORIZATION_CODE),
                OAuthError.Code.UNAUTHORIZED_CLIENT,
                "the client may not use authorization_code");
    }
}

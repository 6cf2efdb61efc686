package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.Optional;

/** A request object that would have to be fetched is not taken (OpenID Connect Core §3.1.2.6). */
final class NoRequestUri implements Step {
    @Override
    public Optional<OAuthError> check(Asked asked) {
        return Step.wrong(
                asked.parameter("request_uri").isPresent(),
                OAuthError.Code.REQUEST_URI_NOT_SUPPORTED,
                "request_uri is taken from pushed requests alone");
    }
}

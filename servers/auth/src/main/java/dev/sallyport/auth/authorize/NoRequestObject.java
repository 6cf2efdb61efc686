package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.Optional;

/** A request object that nobody opened before is not taken (OpenID Connect Core §3.1.2.6). */
final class NoRequestObject implements Step {
    @Override
    public Optional<OAuthError> check(Asked asked) {
        return Step.wrong(
                        asked.parameter("request").isPresent(),
                        OAuthError.Code.REQUEST_NOT_SUPPORTED,
                        "request is not taken here")
                .or(() -> Step.wrong(
                        asked.parameter("request_uri").isPresent(),
                        OAuthError.Code.REQUEST_URI_NOT_SUPPORTED,
                        "request_uri is taken from pushed requests alone"));
    }
}

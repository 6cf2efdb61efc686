package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.Optional;

/** One check of an authorization request whose client and redirect URI are proven: the error to send there, or none. */
@FunctionalInterface
interface Step {
    Optional<OAuthError> check(Asked asked);

    static Optional<OAuthError> wrong(boolean wrong, OAuthError.Code code, String description) {
        return wrong ? Optional.of(OAuthError.of(code, description)) : Optional.empty();
    }

    static Optional<OAuthError> invalid(boolean wrong, String description) {
        return wrong(wrong, OAuthError.Code.INVALID_REQUEST, description);
    }
}

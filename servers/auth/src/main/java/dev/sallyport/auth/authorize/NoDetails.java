package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.Optional;

/** No type of authorization details is known here, so each is an unknown one. */
final class NoDetails implements Step {
    @Override
    @Spec("RFC 9396 §5")
    public Optional<OAuthError> check(Asked asked) {
        return Step.wrong(
                asked.parameter("authorization_details").isPresent(),
                OAuthError.Code.INVALID_AUTHORIZATION_DETAILS,
                "no type of authorization_details is known here");
    }
}

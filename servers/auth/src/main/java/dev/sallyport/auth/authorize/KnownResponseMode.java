package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.Optional;

/** The response mode is one that is spoken here. */
final class KnownResponseMode implements Step {
    @Override
    public Optional<OAuthError> check(Asked asked) {
        boolean unknown = asked.parameter("response_mode")
                .filter(mode -> ResponseMode.of(mode).isEmpty())
                .isPresent();
        return Step.invalid(unknown, "response_mode is query, fragment or form_post");
    }
}

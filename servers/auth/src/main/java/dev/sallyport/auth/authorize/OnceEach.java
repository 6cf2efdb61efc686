package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.Optional;

/** No parameter comes twice but {@code resource}. */
final class OnceEach implements Step {
    @Override
    @Spec("RFC 6749 §3.1")
    public Optional<OAuthError> check(Asked asked) {
        boolean twice = asked.params().repeated().stream().anyMatch(name -> !name.equals("resource"));
        return Step.invalid(twice, "a parameter came twice");
    }
}

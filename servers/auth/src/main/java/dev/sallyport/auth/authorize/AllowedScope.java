package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Scope;
import java.util.Optional;

/** The scope is well formed and within what the client may ask for. */
final class AllowedScope implements Step {
    @Override
    @Spec("RFC 6749 §3.3")
    public Optional<OAuthError> check(Asked asked) {
        Optional<String> text = asked.parameter("scope");
        boolean wrong = text.isPresent()
                && Scope.parse(text.get())
                        .filter(scope -> asked.client().scopes().covers(scope))
                        .isEmpty();
        return Step.wrong(
                wrong, OAuthError.Code.INVALID_SCOPE, "the scope is malformed or more than this client may ask");
    }
}

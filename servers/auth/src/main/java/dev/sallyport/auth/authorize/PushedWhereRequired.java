package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientPolicy;
import java.util.Optional;

/** A client that pushes its requests does not send them by way of the browser. */
final class PushedWhereRequired implements Step {
    @Override
    @Spec("RFC 9126 §6")
    public Optional<OAuthError> check(Asked asked) {
        var metadata = asked.client().metadata();
        boolean must = metadata.pushed() || metadata.policy() == ClientPolicy.FAPI2;
        return Step.invalid(must && !asked.pushed(), "this client pushes its authorization requests");
    }
}

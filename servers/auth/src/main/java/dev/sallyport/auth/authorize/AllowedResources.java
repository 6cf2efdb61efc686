package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.oauth.Resources;
import dev.sallyport.domain.client.ClientPolicy;
import java.util.List;
import java.util.Optional;

/** Every {@code resource} is one that the client may have tokens for (RFC 8707 §2). */
final class AllowedResources implements Step {
    private final Resources resources;

    AllowedResources(Resources resources) {
        this.resources = resources;
    }

    @Override
    public Optional<OAuthError> check(Asked asked) {
        List<String> wanted = asked.params().all("resource");
        boolean named = asked.client().metadata().policy() != ClientPolicy.MCP || !wanted.isEmpty();
        return Step.wrong(
                !named || !resources.allowed(asked.client(), wanted),
                OAuthError.Code.INVALID_TARGET,
                "resource is not one that this client may use");
    }
}

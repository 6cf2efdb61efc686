package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.oauth.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks of an authorization request, in the order in which they are made; the first that objects is the answer. */
final class AuthorizeSteps {
    private final List<Step> steps;

    /**
     * @param detailTypes the types of authorization details that are known
     * @param registration whether strangers may open accounts
     */
    AuthorizeSteps(Resources resources, Set<String> detailTypes, boolean registration) {
        this.steps = List.of(
                new OnceEach(),
                new PlainTexts(),
                new NoRequestUri(),
                new PushedWhereRequired(),
                new CodeOnly(),
                new KnownResponseMode(),
                new MayUseCode(),
                new Pkce(),
                new AllowedScope(),
                new KnownPrompts(registration),
                new WholeMaxAge(),
                new AllowedResources(resources),
                new ReadableClaims(),
                new ReachableAcr(),
                new KnownDetails(detailTypes),
                new KeyThumbprint());
    }

    Optional<OAuthError> check(Asked asked) {
        return steps.stream().flatMap(step -> step.check(asked).stream()).findFirst();
    }
}

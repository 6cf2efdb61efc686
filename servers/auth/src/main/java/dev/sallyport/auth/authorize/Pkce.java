package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every client sends an S256 challenge, whatever else it proves (T12). */
final class Pkce implements Step {
    private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    @Override
    @Spec("RFC 7636 §4.3")
    public Optional<OAuthError> check(Asked asked) {
        boolean challenge = asked.parameter("code_challenge")
                .filter(c -> S256.matcher(c).matches())
                .isPresent();
        boolean method =
                asked.parameter("code_challenge_method").filter("S256"::equals).isPresent();
        return Step.invalid(!challenge || !method, "code_challenge with code_challenge_method=S256 is required");
    }
}

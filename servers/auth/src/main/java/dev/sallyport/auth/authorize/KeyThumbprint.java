package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code dpop_jkt} is a SHA-256 thumbprint. */
final class KeyThumbprint implements Step {
    private static final Pattern SHA_256 = Pattern.compile("[A-Za-z0-9_-]{43}");

    @Override
    @Spec("RFC 9449 §10")
    public Optional<OAuthError> check(Asked asked) {
        boolean wrong = asked.parameter("dpop_jkt")
                .filter(jkt -> !SHA_256.matcher(jkt).matches())
                .isPresent();
        return Step.invalid(wrong, "dpop_jkt is the SHA-256 thumbprint of a JWK");
    }
}

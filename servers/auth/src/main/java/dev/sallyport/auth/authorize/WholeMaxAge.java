package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code max_age} is a number of seconds. */
final class WholeMaxAge implements Step {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    @Override
    public Optional<OAuthError> check(Asked asked) {
        boolean wrong = asked.parameter("max_age")
                .filter(age -> !SECONDS.matcher(age).matches())
                .isPresent();
        return Step.invalid(wrong, "max_age is a whole number of seconds");
    }
}

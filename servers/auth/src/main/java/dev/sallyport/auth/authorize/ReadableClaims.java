package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** {@code claims} is a JSON object. */
final class ReadableClaims implements Step {
    private static final int LONGEST = 2048;

    @Override
    @Spec("OpenID Connect Core §5.5")
    public Optional<OAuthError> check(Asked asked) {
        boolean wrong =
                asked.parameter("claims").filter(text -> !isObject(text)).isPresent();
        return Step.invalid(wrong, "claims is a JSON object of at most 2048 characters");
    }

    private static boolean isObject(String text) {
        try {
            return text.length() <= LONGEST
                    && Json.tree(text.getBytes(StandardCharsets.UTF_8)).isObject();
        } catch (JacksonException notJson) {
            return false;
        }
    }
}

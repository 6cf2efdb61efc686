package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code authorization_details} is an array of objects, each of a type that the house knows. */
final class KnownDetails implements Step {
    private static final int LONGEST = 4096;

    private final Set<String> types;

    KnownDetails(Set<String> types) {
        this.types = types;
    }

    @Override
    @Spec("RFC 9396 §5")
    public Optional<OAuthError> check(Asked asked) {
        return Step.wrong(
                asked.parameter("authorization_details")
                        .filter(text -> !isKnown(text))
                        .isPresent(),
                OAuthError.Code.INVALID_AUTHORIZATION_DETAILS,
                "authorization_details is a JSON array, within 4096 characters, of objects of a type that is known here");
    }

    private boolean isKnown(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        try {
            JsonNode all = Json.tree(text.getBytes(StandardCharsets.UTF_8));
            return all.isArray()
                    && !all.isEmpty()
                    && all.valueStream()
                            .allMatch(one -> one.isObject()
                                    && types.contains(one.path("type").asString("")));
        } catch (JacksonException notJson) {
            return false;
        }
    }
}

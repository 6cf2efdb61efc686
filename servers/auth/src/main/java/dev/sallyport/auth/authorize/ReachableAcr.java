package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** An authentication that is essential to the client, and that nobody can reach here, is refused before anybody signs in. */
final class ReachableAcr implements Step {
    @Override
    @Spec("OpenID Connect Core §5.5.1.1")
    public Optional<OAuthError> check(Asked asked) {
        boolean unmet = asked.parameter("claims")
                .map(text -> Json.tree(text.getBytes(StandardCharsets.UTF_8))
                        .path("id_token")
                        .path("acr"))
                .filter(acr -> acr.path("essential").asBoolean(false))
                .filter(acr -> !wanted(acr).toList().isEmpty())
                .filter(acr -> wanted(acr).noneMatch(FlowPages.ACR::equals))
                .isPresent();
        return Step.wrong(
                unmet,
                OAuthError.Code.UNMET_AUTHENTICATION_REQUIREMENTS,
                "no authentication here reaches an acr that the request needs");
    }

    private static Stream<String> wanted(JsonNode acr) {
        return Stream.concat(Stream.of(acr.path("value")), acr.path("values").valueStream())
                .filter(JsonNode::isString)
                .map(JsonNode::asString);
    }
}

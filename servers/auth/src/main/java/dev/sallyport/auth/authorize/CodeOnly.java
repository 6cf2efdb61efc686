package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.Optional;

/** There is one response type, {@code code}; no implicit grant (T09). */
final class CodeOnly implements Step {
    @Override
    @Spec("RFC 6749 §3.1.1")
    public Optional<OAuthError> check(Asked asked) {
        Optional<String> type = asked.parameter("response_type");
        return Step.invalid(type.isEmpty(), "response_type is missing")
                .or(() -> Step.wrong(
                        !type.equals(Optional.of("code")),
                        OAuthError.Code.UNSUPPORTED_RESPONSE_TYPE,
                        "the only response_type is code"));
    }
}

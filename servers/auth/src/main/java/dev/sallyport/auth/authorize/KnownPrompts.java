package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.List;
import java.util.Optional;

/** {@code prompt} is a list of known words, and {@code none} stands alone. */
final class KnownPrompts implements Step {
    @Override
    @Spec("OpenID Connect Core §3.1.2.1")
    public Optional<OAuthError> check(Asked asked) {
        List<String> words = asked.words("prompt");
        boolean unknown = words.stream().anyMatch(word -> Prompt.of(word).isEmpty());
        return Step.invalid(
                unknown || (words.contains("none") && words.size() > 1),
                "prompt is none, or of login, consent and select_account");
    }
}

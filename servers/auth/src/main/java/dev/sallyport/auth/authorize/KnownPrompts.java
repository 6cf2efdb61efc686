package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code prompt} is a list of known words, and {@code none} stands alone. */
final class KnownPrompts implements Step {
    private final List<String> known;
    private final String told;

    /** @param registration whether strangers may open accounts; otherwise {@code create} is no word here */
    KnownPrompts(boolean registration) {
        this.known = Prompt.offered(registration).stream().map(Prompt::wireName).toList();
        this.told = "prompt is none alone, or of "
                + known.stream().filter(word -> !word.equals("none")).collect(Collectors.joining(", "));
    }

    @Override
    @Spec("OpenID Connect Core §3.1.2.1")
    @Spec("OpenID Connect Prompt Create §4.1")
    public Optional<OAuthError> check(Asked asked) {
        List<String> words = asked.words("prompt");
        boolean unknown = words.stream().anyMatch(word -> !known.contains(word));
        return Step.invalid(unknown || (words.contains("none") && words.size() > 1), told);
    }
}

package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import java.util.List;
import java.util.Optional;

/** What is handed back or shown is short and holds no control characters (T43, T45). */
final class PlainTexts implements Step {
    private static final int LONGEST = 1024;
    private static final List<String> TEXTS =
            List.of("state", "nonce", "login_hint", "ui_locales", "acr_values", "display");

    @Override
    public Optional<OAuthError> check(Asked asked) {
        boolean wrong = TEXTS.stream()
                .flatMap(name -> asked.parameter(name).stream())
                .anyMatch(text -> text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl));
        return Step.invalid(wrong, "state, nonce and hints have at most 1024 characters and no control characters");
    }
}

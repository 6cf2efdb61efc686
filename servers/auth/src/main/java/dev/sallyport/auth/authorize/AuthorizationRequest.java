package dev.sallyport.auth.authorize;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An authorization request that passed every check.
 *
 * @param resources what its tokens are to be for (RFC 8707); empty: the house itself
 * @param key the DPoP key that must redeem the code (RFC 9449 §10)
 */
record AuthorizationRequest(
        Client client,
        VerifiedRedirect redirect,
        Scope scope,
        String challenge,
        Optional<String> nonce,
        Set<Prompt> prompts,
        Optional<Duration> maxAge,
        List<String> resources,
        Optional<String> claims,
        Optional<String> key,
        Optional<String> loginHint,
        Optional<String> idTokenHint,
        Optional<String> locales) {

    static AuthorizationRequest of(Asked asked, VerifiedRedirect redirect) {
        return new AuthorizationRequest(
                asked.client(),
                redirect,
                asked.parameter("scope")
                        .flatMap(Scope::parse)
                        .orElse(asked.client().scopes()),
                asked.parameter("code_challenge").orElseThrow(),
                asked.parameter("nonce"),
                asked.words("prompt").stream()
                        .flatMap(word -> Prompt.of(word).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                asked.parameter("max_age").map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                asked.params().all("resource"),
                asked.parameter("claims"),
                asked.parameter("dpop_jkt"),
                asked.parameter("login_hint"),
                asked.parameter("id_token_hint"),
                asked.parameter("ui_locales"));
    }

    boolean wants(Prompt prompt) {
        return prompts.contains(prompt);
    }
}

package dev.sallyport.auth.authorize;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.UserCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An authorization request that passed every check.
 *
 * @param resources what its tokens are to be for (RFC 8707); empty: the house itself
 * @param details the authorization details as they were asked for, a JSON array (RFC 9396)
 * @param key the DPoP key that must redeem the code (RFC 9449 §10)
 * @param device the device that asks, where it is one (RFC 8628): then there is no code, and it is answered at {@code /device}
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
        Optional<String> details,
        Optional<String> claims,
        Optional<String> key,
        Optional<String> loginHint,
        Optional<String> idTokenHint,
        Optional<String> locales,
        Optional<Device> device) {

    /** A device that waits, and the code that it shows. */
    record Device(UserCode code, DeviceRequest request) {}

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
                asked.parameter("authorization_details"),
                asked.parameter("claims"),
                asked.parameter("dpop_jkt"),
                asked.parameter("login_hint"),
                asked.parameter("id_token_hint"),
                asked.parameter("ui_locales"),
                Optional.empty());
    }

    static AuthorizationRequest ofDevice(Device device, Client client, VerifiedRedirect redirect) {
        return new AuthorizationRequest(
                client,
                redirect,
                device.request().scope(),
                "",
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                device.request().terms().audience(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(device));
    }

    /** Whether a sign-in of old may not do, so that another provider must be told to ask anew. */
    boolean wantsProofAnew() {
        return wants(Prompt.LOGIN) || maxAge.isPresent();
    }

    boolean wants(Prompt prompt) {
        return prompts.contains(prompt);
    }
}

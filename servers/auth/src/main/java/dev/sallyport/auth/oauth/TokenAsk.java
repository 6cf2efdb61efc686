package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import java.util.List;
import java.util.Optional;

/**
 * A request to the token endpoint by a client that proved who it is.
 *
 * @param form its parameters, none of which came twice but {@code resource} and {@code audience}
 * @param key what the client proved to hold by DPoP or its certificate
 */
record TokenAsk(Request request, Client client, Params form, Optional<Confirmation> key) {
    /** The parameter, where it is there and not empty (RFC 6749 §3.2: without a value is as if left out). */
    Optional<String> parameter(String name) {
        return form.first(name).filter(value -> !value.isEmpty());
    }

    List<String> resources() {
        return form.all("resource");
    }

    /** The scope asked for: empty where none was, and {@link Scope#parse}'s refusal as an error. */
    Optional<OAuthError> brokenScope() {
        return parameter("scope").filter(text -> Scope.parse(text).isEmpty()).map(text -> badScope());
    }

    Optional<Scope> scope() {
        return parameter("scope").flatMap(Scope::parse);
    }

    /** Details that nobody would show to a person are refused, and not passed over as if they had been granted. */
    @Spec("RFC 9396 §5")
    static Optional<OAuthError> details(Params form) {
        return form.first("authorization_details")
                .filter(text -> !text.isEmpty())
                .map(text -> OAuthError.of(
                        OAuthError.Code.INVALID_AUTHORIZATION_DETAILS,
                        "authorization_details are asked for at the authorization endpoint"));
    }

    static OAuthError badScope() {
        return OAuthError.of(OAuthError.Code.INVALID_SCOPE, "the scope is malformed, unknown or more than was granted");
    }

    static OAuthError badTarget() {
        return OAuthError.of(OAuthError.Code.INVALID_TARGET, "the resource is not one that this client may use");
    }
}

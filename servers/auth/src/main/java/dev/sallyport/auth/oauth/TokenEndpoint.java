package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.AuthenticatedClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code POST /oauth2/token}: one grant for tokens. */
public final class TokenEndpoint {
    /** The parameters that may come more than once (RFC 8707 §2, RFC 8693 §2.1). */
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    private final Map<GrantType, GrantCall> grants;
    private final SenderKey keys;

    /** @param grants what is enabled; the metadata is made of the same map */
    TokenEndpoint(Map<GrantType, GrantCall> grants, SenderKey keys) {
        this.grants = Map.copyOf(grants);
        this.keys = keys;
    }

    @Spec("RFC 6749 §3.2")
    public Response handle(Request request, AuthenticatedClient client) {
        if (!request.mediaType().equals(FormBody.MEDIA_TYPE)) {
            return OAuthError.invalidRequest("the body must be " + FormBody.MEDIA_TYPE)
                    .response();
        }
        return FormBody.read(request, form -> switch (keys.of(request, client.client())) {
            case SenderKey.Shown.Refused(var answer) -> answer;
            case SenderKey.Shown.Key(var key) -> asked(new TokenAsk(request, client.client(), form, key));
        });
    }

    private Response asked(TokenAsk ask) {
        return repeated(ask.form())
                .or(ask::brokenScope)
                .or(() -> TokenAsk.details(ask.form()))
                .map(OAuthError::response)
                .orElseGet(() -> ask.parameter("grant_type")
                        .map(name -> granted(ask, name))
                        .orElseGet(() -> OAuthError.invalidRequest("grant_type is missing")
                                .response()));
    }

    private Response granted(TokenAsk ask, String name) {
        Optional<GrantType> type = GrantType.of(name).filter(grants::containsKey);
        if (type.isEmpty()) {
            return OAuthError.of(OAuthError.Code.UNSUPPORTED_GRANT_TYPE, "this grant_type is not known here")
                    .response();
        }
        return ask.client().may(type.get())
                ? grants.get(type.get()).answer(ask)
                : OAuthError.of(OAuthError.Code.UNAUTHORIZED_CLIENT, "the client may not use this grant_type")
                        .response();
    }

    private static Optional<OAuthError> repeated(Params form) {
        return form.repeated().stream()
                .filter(name -> !REPEATABLE.contains(name))
                .findFirst()
                .map(name -> OAuthError.invalidRequest("a parameter came twice"));
    }
}

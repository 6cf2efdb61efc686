package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proof that a redirect URI is one of the client's own, and the way back there. Only {@link ProveRedirect} makes one. */
public final class VerifiedRedirect {
    private final String uri;
    private final ResponseMode mode;
    private final Optional<String> state;
    private final String issuer;
    private final Client client;
    private final Screens screens;

    VerifiedRedirect(
            String uri, ResponseMode mode, Optional<String> state, String issuer, Client client, Screens screens) {
        this.uri = uri;
        this.mode = mode;
        this.state = state;
        this.issuer = issuer;
        this.client = client;
        this.screens = screens;
    }

    String uri() {
        return uri;
    }

    @Spec("RFC 6749 §4.1.2")
    Response code(Request request, String code) {
        return back(request, Map.of("code", code));
    }

    @Spec("RFC 6749 §4.1.2.1")
    Response error(Request request, OAuthError error) {
        return back(request, error.parameters());
    }

    /** Every answer names who gives it, against mix-up of issuers. */
    @Spec("RFC 9207 §2")
    private Response back(Request request, Map<String, String> parameters) {
        var all = new LinkedHashMap<String, String>(parameters);
        state.ifPresent(value -> all.put("state", value));
        all.put("iss", issuer);
        return switch (mode) {
            case QUERY ->
                Response.seeOther(uri + (uri.indexOf('?') < 0 ? "?" : "&") + encoded(all))
                        .header("cache-control", "no-store");
            case FRAGMENT -> Response.seeOther(uri + "#" + encoded(all)).header("cache-control", "no-store");
            case FORM_POST -> screens.formPost(request, client, uri, all);
        };
    }

    private static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

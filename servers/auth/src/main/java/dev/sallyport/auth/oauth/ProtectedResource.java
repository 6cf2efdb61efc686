package dev.sallyport.auth.oauth;

import dev.sallyport.auth.gate.SignedAssertions;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /.well-known/oauth-protected-resource}: who gives tokens for the house's own API, and how they are shown. */
public final class ProtectedResource {
    private final Map<String, Object> all;

    /** @param issuer the house, which is both the resource and its authorization server */
    public ProtectedResource(String issuer) {
        this.all = new LinkedHashMap<>();
        all.put("resource", issuer);
        all.put("authorization_servers", List.of(issuer));
        all.put("scopes_supported", Provider.SCOPES);
        all.put("bearer_methods_supported", List.of("header"));
        all.put(
                "dpop_signing_alg_values_supported",
                SignedAssertions.ALGORITHMS.stream()
                        .map(Algorithm::joseName)
                        .sorted()
                        .toList());
        all.put("dpop_bound_access_tokens_required", false);
    }

    @Spec("RFC 9728 §2")
    public Response handle(Request request) {
        return Response.json(200, all).header("cache-control", "public, max-age=300");
    }
}

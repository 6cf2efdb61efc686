package dev.sallyport.auth.oauth;

import dev.sallyport.auth.authorize.ResponseMode;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code /.well-known/openid-configuration} and {@code /.well-known/oauth-authorization-server}: what is spoken here, made of what
 * is enabled, so that it cannot say more.
 */
public final class Metadata {
    private final Map<String, Object> all;

    /**
     * @param grants the grants of the token endpoint
     * @param ways how clients may prove themselves
     * @param algorithms what ID tokens may be signed by
     */
    Metadata(
            String issuer,
            Set<GrantType> grants,
            Set<ClientAuthentication> ways,
            Set<Algorithm> algorithms,
            List<String> scopes,
            Map<String, Object> more) {
        var names = new LinkedHashMap<String, Object>();
        names.put("issuer", issuer);
        names.put("authorization_endpoint", issuer + "/oauth2/authorize");
        names.put("token_endpoint", issuer + "/oauth2/token");
        names.put("userinfo_endpoint", issuer + "/oauth2/userinfo");
        names.put("jwks_uri", issuer + "/.well-known/jwks.json");
        names.put("introspection_endpoint", issuer + "/oauth2/introspect");
        names.put("revocation_endpoint", issuer + "/oauth2/revoke");
        names.put("pushed_authorization_request_endpoint", issuer + "/oauth2/par");
        names.put("end_session_endpoint", issuer + "/oauth2/logout");
        names.put("response_types_supported", List.of("code"));
        names.put(
                "response_modes_supported",
                Arrays.stream(ResponseMode.values()).map(ResponseMode::wireName).toList());
        names.put(
                "grant_types_supported",
                grants.stream().map(GrantType::wireName).sorted().toList());
        names.put("code_challenge_methods_supported", List.of("S256"));
        List<String> methods =
                ways.stream().map(ClientAuthentication::wireName).sorted().toList();
        names.put("token_endpoint_auth_methods_supported", methods);
        names.put("revocation_endpoint_auth_methods_supported", methods);
        names.put(
                "introspection_endpoint_auth_methods_supported",
                methods.stream().filter(method -> !method.equals("none")).toList());
        List<String> names2 =
                algorithms.stream().map(Algorithm::joseName).sorted().toList();
        names.put("id_token_signing_alg_values_supported", names2);
        names.put(
                "userinfo_signing_alg_values_supported",
                Stream.concat(names2.stream(), Stream.of("none")).toList());
        names.put("subject_types_supported", List.of("public", "pairwise"));
        names.put("scopes_supported", scopes);
        names.put("claims_supported", PersonClaims.SUPPORTED);
        names.put("claims_parameter_supported", true);
        names.put("request_parameter_supported", true);
        names.put("request_uri_parameter_supported", false);
        names.put("acr_values_supported", List.of("aal1"));
        names.put("ui_locales_supported", List.of("en", "de"));
        names.put("authorization_response_iss_parameter_supported", true);
        names.putAll(more);
        this.all = Map.copyOf(names);
    }

    @Spec("RFC 8414 §3")
    @Spec("OpenID Connect Discovery §4")
    public Response handle(Request request) {
        return Response.json(200, new java.util.TreeMap<>(all)).header("cache-control", "public, max-age=300");
    }
}

package dev.sallyport.app.doctor;

import dev.sallyport.kit.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the {@link FaultyHouse} publishes about itself. */
final class FaultyMetadata {
    private FaultyMetadata() {}

    /** @param base scheme, host and port as the house believes them to be */
    static String of(FaultyHouse house, String base) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "issuer", house.has("issuer-differs") ? "https://other.example" : base,
                "authorization_endpoint", base + "/oauth2/authorize",
                "token_endpoint", base + "/oauth2/token",
                "introspection_endpoint", base + "/oauth2/introspect",
                "userinfo_endpoint", base + "/oauth2/userinfo",
                "registration_endpoint", base + "/oauth2/register",
                "end_session_endpoint", base + "/oauth2/logout",
                "jwks_uri", base + "/oauth2/jwks"));
        all.put(
                "id_token_signing_alg_values_supported",
                house.has("alg-none")
                        ? List.of("ES256", "none")
                        : house.has("symmetric-id-tokens") ? List.of("ES256", "HS256") : List.of("ES256"));
        all.put("code_challenge_methods_supported", challenges(house));
        all.put(
                "response_types_supported",
                house.has("implicit-flow") ? List.of("code", "id_token token") : List.of("code"));
        all.put(
                "grant_types_supported",
                house.has("password-grant")
                        ? List.of("authorization_code", "password")
                        : List.of("authorization_code"));
        all.put("authorization_response_iss_parameter_supported", !house.has("iss-parameter-missing"));
        if (house.has("strange-addresses")) {
            all.put("jwks_uri", base + "/a b^|%");
            all.put("authorization_endpoint", base + "/[::");
            all.put("token_endpoint", base + "/%zz?\u0000");
        }
        return Json.text(all);
    }

    private static List<String> challenges(FaultyHouse house) {
        if (house.has("pkce-missing")) {
            return List.of();
        }
        return house.has("pkce-plain") ? List.of("S256", "plain") : List.of("S256");
    }
}

package dev.sallyport.auth.oauth;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as the OAuth texts name it. The description is chosen from constants and is for the client's developer.
 *
 * @param description only of the characters that RFC 6749 §5.2 allows: visible ASCII and space, without {@code "} and {@code \}
 */
public record OAuthError(Code code, String description) {
    /** The names, each with the status it has where it is an answer and not a redirect. */
    public enum Code {
        INVALID_REQUEST("invalid_request", 400),
        INVALID_CLIENT("invalid_client", 401),
        INVALID_GRANT("invalid_grant", 400),
        UNAUTHORIZED_CLIENT("unauthorized_client", 400),
        UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400),
        UNSUPPORTED_RESPONSE_TYPE("unsupported_response_type", 400),
        INVALID_SCOPE("invalid_scope", 400),
        ACCESS_DENIED("access_denied", 400),
        SERVER_ERROR("server_error", 500),
        TEMPORARILY_UNAVAILABLE("temporarily_unavailable", 503),
        /** RFC 8707 §2. */
        INVALID_TARGET("invalid_target", 400),
        /** RFC 9396 §5. */
        INVALID_AUTHORIZATION_DETAILS("invalid_authorization_details", 400),
        /** RFC 7009 §2.2.1. */
        UNSUPPORTED_TOKEN_TYPE("unsupported_token_type", 400),
        /** OpenID Connect Core §3.1.2.6. */
        LOGIN_REQUIRED("login_required", 400),
        INTERACTION_REQUIRED("interaction_required", 400),
        CONSENT_REQUIRED("consent_required", 400),
        ACCOUNT_SELECTION_REQUIRED("account_selection_required", 400),
        INVALID_REQUEST_URI("invalid_request_uri", 400),
        INVALID_REQUEST_OBJECT("invalid_request_object", 400),
        REQUEST_NOT_SUPPORTED("request_not_supported", 400),
        REQUEST_URI_NOT_SUPPORTED("request_uri_not_supported", 400),
        REGISTRATION_NOT_SUPPORTED("registration_not_supported", 400),
        /** RFC 9470 §5. */
        UNMET_AUTHENTICATION_REQUIREMENTS("unmet_authentication_requirements", 400),
        /** RFC 9449 §5, §8. */
        INVALID_DPOP_PROOF("invalid_dpop_proof", 400),
        USE_DPOP_NONCE("use_dpop_nonce", 400),
        /** RFC 8628 §3.5. */
        AUTHORIZATION_PENDING("authorization_pending", 400),
        SLOW_DOWN("slow_down", 400),
        EXPIRED_TOKEN("expired_token", 400),
        /** RFC 7591 §3.2.2. */
        INVALID_REDIRECT_URI("invalid_redirect_uri", 400),
        INVALID_CLIENT_METADATA("invalid_client_metadata", 400),
        INVALID_SOFTWARE_STATEMENT("invalid_software_statement", 400),
        UNAPPROVED_SOFTWARE_STATEMENT("unapproved_software_statement", 400);

        private final String wireName;
        private final int status;

        Code(String wireName, int status) {
            this.wireName = wireName;
            this.status = status;
        }

        public String wireName() {
            return wireName;
        }
    }

    public static OAuthError of(Code code, String description) {
        return new OAuthError(code, description);
    }

    public static OAuthError invalidRequest(String description) {
        return of(Code.INVALID_REQUEST, description);
    }

    public static OAuthError invalidGrant(String description) {
        return of(Code.INVALID_GRANT, description);
    }

    /** As {@code application/json}, not to be cached. */
    @Spec("RFC 6749 §5.2")
    public Response response() {
        return Response.json(code.status, parameters())
                .header("cache-control", "no-store")
                .header("pragma", "no-cache");
    }

    /** {@code error} and {@code error_description}, for a redirect. */
    public Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("error", code.wireName);
        parameters.put("error_description", description);
        return parameters;
    }
}

package dev.sallyport.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.domain.grant.Tokens;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A successful token response.
 *
 * @param tokenType {@code Bearer}, or {@code DPoP} for a token bound to a DPoP key (RFC 9449 §5)
 * @param csrfToken for a client whose refresh token is a cookie (L04)
 * @param issuedTokenType what was exchanged for (RFC 8693 §2.2.1)
 */
@Spec("RFC 6749 §5.1")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TokenAnswer(
        String accessToken,
        String tokenType,
        long expiresIn,
        String scope,
        Optional<String> refreshToken,
        Optional<String> idToken,
        Optional<String> csrfToken,
        Optional<String> issuedTokenType,
        Optional<JsonNode> authorizationDetails) {

    private static TokenAnswer of(
            String access, Instant expires, String scope, Optional<Confirmation> key, Instant now) {
        return new TokenAnswer(
                access,
                type(key),
                Duration.between(now, expires).plusMillis(999).toSeconds(),
                scope,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static TokenAnswer of(TokenIssuer.ClientToken token, Optional<Confirmation> key, Instant now) {
        return of(token.access().reveal(), token.expires(), token.scope().toString(), key, now);
    }

    static TokenAnswer of(Tokens tokens, Optional<Confirmation> key, Instant now) {
        return of(
                tokens.access().reveal(), tokens.accessExpires(), tokens.scope().toString(), key, now);
    }

    /** How a token that is bound so is shown. */
    static String type(Optional<Confirmation> key) {
        return key.filter(k -> k.kind() == Confirmation.Kind.JKT).isPresent() ? "DPoP" : "Bearer";
    }

    TokenAnswer withRefresh(String token) {
        return new TokenAnswer(
                accessToken,
                tokenType,
                expiresIn,
                scope,
                Optional.of(token),
                idToken,
                csrfToken,
                issuedTokenType,
                authorizationDetails);
    }

    TokenAnswer withIdToken(Optional<String> token) {
        return new TokenAnswer(
                accessToken,
                tokenType,
                expiresIn,
                scope,
                refreshToken,
                token,
                csrfToken,
                issuedTokenType,
                authorizationDetails);
    }

    TokenAnswer withCsrf(String token) {
        return new TokenAnswer(
                accessToken,
                tokenType,
                expiresIn,
                scope,
                refreshToken,
                idToken,
                Optional.of(token),
                issuedTokenType,
                authorizationDetails);
    }

    /** @param details a JSON array, as it was granted (RFC 9396 §7) */
    TokenAnswer withDetails(Optional<String> details) {
        return new TokenAnswer(
                accessToken,
                tokenType,
                expiresIn,
                scope,
                refreshToken,
                idToken,
                csrfToken,
                issuedTokenType,
                details.map(json -> Json.tree(json.getBytes(StandardCharsets.UTF_8))));
    }

    TokenAnswer issuedAs(String type) {
        return new TokenAnswer(
                accessToken,
                tokenType,
                expiresIn,
                scope,
                refreshToken,
                idToken,
                csrfToken,
                Optional.of(type),
                authorizationDetails);
    }

    Response response() {
        return Response.json(200, this).header("cache-control", "no-store").header("pragma", "no-cache");
    }
}

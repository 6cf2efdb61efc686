package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.grant.Tokens;
import java.time.Instant;

/** A successful token response. */
@Spec("RFC 6749 §5.1")
record TokenView(String accessToken, String tokenType, long expiresIn, String refreshToken, String scope) {
    static TokenView of(Tokens tokens, Instant now) {
        return new TokenView(
                tokens.access().reveal(),
                "Bearer",
                Answers.seconds(now, tokens.accessExpires()),
                tokens.refresh().reveal(),
                tokens.scope().toString());
    }
}

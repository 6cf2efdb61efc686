package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.AccessToken;

/** Verifies access tokens from public keys alone; any server can (L01). */
@FunctionalInterface
public interface TokenVerifier {
    @Spec("RFC 9068 §4")
    Verdict verify(String token);

    /** The same, for tokens of this audience. */
    @Spec("RFC 8725 §3.9")
    default TokenVerifier forAudience(String audience) {
        return token -> switch (verify(token)) {
            case Verdict.Valid(var claims)
            when !claims.audience().contains(audience) -> new Verdict.Invalid("the token is for another audience");
            case Verdict.Valid valid -> valid;
            case Verdict.Invalid invalid -> invalid;
        };
    }

    /** Whether a token holds. */
    sealed interface Verdict {
        record Valid(AccessToken token) implements Verdict {}

        /** @param reason a constant for the {@code error_description} of RFC 6750 §3, such as "the token has expired" */
        record Invalid(String reason) implements Verdict {}
    }
}

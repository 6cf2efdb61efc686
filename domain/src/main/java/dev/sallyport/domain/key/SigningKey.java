package dev.sallyport.domain.key;

import dev.sallyport.domain.token.Algorithm;
import java.time.Instant;

/**
 * A signing key and its time-table: published before it signs, and published after it has signed (T34).
 *
 * @param publicJwk the public key as a JWK (RFC 7517), JSON
 * @param sealedPrivate the private key (PKCS #8), encrypted with a key that is not in the database
 * @param signsFrom the first moment at which it may sign
 * @param signsUntil the moment at which its successor takes over; {@link Instant#MAX} while it has none
 * @param leaves the moment at which it is no longer published; {@link Instant#MAX} while it has no successor
 */
public record SigningKey(
        KeyId id,
        Algorithm algorithm,
        String publicJwk,
        byte[] sealedPrivate,
        Instant created,
        Instant signsFrom,
        Instant signsUntil,
        Instant leaves) {

    public boolean signsAt(Instant now) {
        return !now.isBefore(signsFrom) && now.isBefore(signsUntil);
    }

    public boolean isPublishedAt(Instant now) {
        return now.isBefore(leaves);
    }
}

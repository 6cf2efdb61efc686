package dev.sallyport.auth.jose;

import java.net.URI;
import java.util.Optional;

/**
 * Where a client's public keys are (RFC 7591 §2).
 *
 * @param jwks the key set itself, JSON; where it is there, the address does not count
 * @param jwksUri where the key set can be fetched
 */
public record ClientKeySource(Optional<String> jwks, Optional<URI> jwksUri) {
    public static final ClientKeySource NONE = new ClientKeySource(Optional.empty(), Optional.empty());

    public static ClientKeySource inline(String jwks) {
        return new ClientKeySource(Optional.of(jwks), Optional.empty());
    }

    public static ClientKeySource at(URI jwksUri) {
        return new ClientKeySource(Optional.empty(), Optional.of(jwksUri));
    }
}

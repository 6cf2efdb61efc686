package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import java.util.Optional;

/**
 * By what a declared client proves who it is, read from its files.
 *
 * @param jwks its public keys, a JWK set
 */
record ClientCredential(Optional<Secret> secret, Optional<String> jwks) {}

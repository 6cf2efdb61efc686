package dev.sallyport.domain.key;

import dev.sallyport.domain.token.Algorithm;

/** Makes key pairs. */
@FunctionalInterface
public interface KeyMaker {
    KeyPair make(Algorithm algorithm);

    /**
     * A fresh pair.
     *
     * @param id the RFC 7638 thumbprint of the public key
     * @param publicJwk the public key as a JWK, JSON
     * @param privateKey PKCS #8
     */
    record KeyPair(KeyId id, String publicJwk, byte[] privateKey) {
        @Override
        public String toString() {
            return "KeyPair[" + id + "]";
        }
    }
}

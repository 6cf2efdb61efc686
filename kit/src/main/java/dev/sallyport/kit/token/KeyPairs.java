package dev.sallyport.kit.token;

import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.token.Algorithm;
import java.security.GeneralSecurityException;

/** Makes key pairs with the platform's best implementation: P-256, Ed25519, RSA of 3,072 bits, ML-DSA-65. */
public final class KeyPairs implements KeyMaker {
    @Override
    public KeyPair make(Algorithm algorithm) {
        try {
            java.security.KeyPair pair = CryptoProviders.generator(algorithm).generateKeyPair();
            Jwk jwk = Jwk.of(algorithm, pair.getPublic());
            return new KeyPair(jwk.id(), jwk.json(), pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key for " + algorithm.joseName(), e);
        }
    }
}

package dev.sallyport.domain.token;

import java.util.Arrays;
import java.util.Optional;

/** A signature algorithm for tokens, by its JOSE name (RFC 7518, RFC 9864, RFC 9964). */
public enum Algorithm {
    ES256("ES256"),
    EDDSA("EdDSA"),
    RS256("RS256"),
    PS256("PS256"),
    ML_DSA_65("ML-DSA-65");

    private final String joseName;

    Algorithm(String joseName) {
        this.joseName = joseName;
    }

    public String joseName() {
        return joseName;
    }

    public static Optional<Algorithm> of(String joseName) {
        return Arrays.stream(values()).filter(a -> a.joseName.equals(joseName)).findFirst();
    }
}

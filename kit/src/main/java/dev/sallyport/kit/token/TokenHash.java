package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The claims {@code at_hash}, {@code c_hash} and {@code s_hash} of an ID token: the left half of the hash that belongs to the
 * token's own algorithm. For EdDSA and ML-DSA the hash is the one of the OpenID Token Hash Algorithms guide.
 */
public final class TokenHash {
    private TokenHash() {}

    /** @param algorithm by which the ID token is signed */
    @Spec("OpenID Core §3.1.3.6")
    public static String of(Algorithm algorithm, String value) {
        String name = switch (algorithm) {
            case ES256, RS256, PS256 -> "SHA-256";
            case EDDSA -> "SHA-512";
            case ML_DSA_65 -> "SHAKE256-512";
        };
        try {
            byte[] hash = MessageDigest.getInstance(name).digest(value.getBytes(StandardCharsets.US_ASCII));
            return Base64Url.encode(Arrays.copyOf(hash, hash.length / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java 25 has " + name, e);
        }
    }
}

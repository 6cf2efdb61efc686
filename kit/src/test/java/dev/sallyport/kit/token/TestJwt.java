package dev.sallyport.kit.token;

import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.token.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.spec.PKCS8EncodedKeySpec;

/** Makes JWTs with any header, right or wrong, under a good signature. */
public final class TestJwt {
    private TestJwt() {}

    public static String signed(Algorithm algorithm, KeyMaker.KeyPair pair, String header, String claims) {
        String input = Base64Url.encode(header) + "." + Base64Url.encode(claims);
        try {
            var key = CryptoProviders.keys(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pair.privateKey()));
            byte[] signature = Signatures.signing(algorithm, key).sign(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same text under another signature. */
    public static String resigned(String jwt, byte[] signature) {
        return jwt.substring(0, jwt.lastIndexOf('.') + 1) + Base64Url.encode(signature);
    }

    public static String encoded(String text) {
        return Base64Url.encode(text);
    }
}

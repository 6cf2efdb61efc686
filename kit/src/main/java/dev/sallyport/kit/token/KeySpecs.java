package dev.sallyport.kit.token;

import dev.sallyport.domain.token.Algorithm;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.Map;

/** Public keys from the members of a JWK. */
final class KeySpecs {
    /** SubjectPublicKeyInfo before an Ed25519 key (RFC 8410 §10.1). */
    private static final String ED25519 = "302a300506032b6570032100";

    /** SubjectPublicKeyInfo before an ML-DSA-65 key (RFC 9881 §4). */
    private static final String ML_DSA_65 = "308207b2300b0609608648016503040312038207a100";

    private KeySpecs() {}

    static PublicKey publicKey(Algorithm algorithm, Map<String, byte[]> values) throws GeneralSecurityException {
        return switch (algorithm) {
            case ES256 -> {
                var point = new ECPoint(number(values, "x"), number(values, "y"));
                yield CryptoProviders.keys(algorithm).generatePublic(new ECPublicKeySpec(point, p256()));
            }
            case RS256, PS256 ->
                CryptoProviders.keys(algorithm)
                        .generatePublic(new RSAPublicKeySpec(number(values, "n"), number(values, "e")));
            case EDDSA -> Jwk.fromX509(algorithm, prefixed(ED25519, bytes(values, "x")));
            case ML_DSA_65 -> Jwk.fromX509(algorithm, prefixed(ML_DSA_65, bytes(values, "pub")));
        };
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger number(Map<String, byte[]> values, String name) throws GeneralSecurityException {
        return new BigInteger(1, bytes(values, name));
    }

    private static byte[] bytes(Map<String, byte[]> values, String name) throws GeneralSecurityException {
        byte[] value = values.get(name);
        if (value == null) {
            throw new GeneralSecurityException("a JWK without " + name);
        }
        return value;
    }

    private static byte[] prefixed(String prefix, byte[] key) {
        var encoded = new ByteArrayOutputStream();
        encoded.writeBytes(HexFormat.of().parseHex(prefix));
        encoded.writeBytes(key);
        return encoded.toByteArray();
    }
}

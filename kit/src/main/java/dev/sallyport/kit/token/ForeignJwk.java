package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads public keys that others made: whole, public, strong enough, and meant for signatures of one algorithm. */
public final class ForeignJwk {
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");
    private static final int SHORTEST_RSA = 2_048;
    private static final int LONGEST_RSA = 8_192;
    private static final int LONGEST_EXPONENT = 32;
    private static final int COORDINATE = 32;
    private static final int ED25519 = 32;
    private static final int ML_DSA_65 = 1_952;

    /** The curve P-256, y² = x³ - 3x + b over the field of p (NIST SP 800-186 §3.2.1.3). */
    private static final BigInteger P256_P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

    private static final BigInteger P256_B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    private ForeignJwk() {}

    /** The key for one algorithm, named by its thumbprint; empty when it is not one that we would verify with. */
    @Spec("RFC 7517 §4")
    public static Optional<Jwk> read(JsonNode jwk, Algorithm algorithm) {
        if (!jwk.isObject() || PRIVATE.stream().anyMatch(jwk::has) || !isFor(jwk, algorithm)) {
            return Optional.empty();
        }
        Optional<Map<String, byte[]>> members = switch (algorithm) {
            case ES256 -> members(jwk, "EC", "P-256", "x", "y");
            case EDDSA -> members(jwk, "OKP", "Ed25519", "x");
            case RS256, PS256 -> members(jwk, "RSA", "", "n", "e");
            case ML_DSA_65 -> members(jwk, "AKP", "", "pub");
        };
        return members.filter(values -> isStrong(algorithm, values))
                .flatMap(values -> key(algorithm, values))
                .map(key -> Jwk.of(algorithm, key));
    }

    @Spec("RFC 7517 §4.2")
    @Spec("RFC 7517 §4.3")
    private static boolean isFor(JsonNode jwk, Algorithm algorithm) {
        boolean use = !jwk.has("use") || jwk.path("use").asString("").equals("sig");
        boolean named = !jwk.has("alg") || jwk.path("alg").asString("").equals(algorithm.joseName());
        boolean verifies = !jwk.has("key_ops");
        for (JsonNode operation : jwk.path("key_ops")) {
            verifies |= operation.asString("").equals("verify");
        }
        return use && named && verifies;
    }

    private static Optional<Map<String, byte[]>> members(JsonNode jwk, String type, String curve, String... names) {
        if (!jwk.path("kty").asString("").equals(type)
                || !jwk.path("crv").asString("").equals(curve)) {
            return Optional.empty();
        }
        var values = new HashMap<String, byte[]>();
        for (String name : names) {
            Optional<byte[]> value =
                    Base64Url.decode(jwk.path(name).asString("")).filter(bytes -> bytes.length > 0);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(name, value.get());
        }
        return Optional.of(values);
    }

    @Spec("RFC 8725 §3.5")
    private static boolean isStrong(Algorithm algorithm, Map<String, byte[]> values) {
        return switch (algorithm) {
            case ES256 ->
                values.get("x").length == COORDINATE
                        && values.get("y").length == COORDINATE
                        && isOnCurve(new BigInteger(1, values.get("x")), new BigInteger(1, values.get("y")));
            case EDDSA -> values.get("x").length == ED25519;
            case ML_DSA_65 -> values.get("pub").length == ML_DSA_65;
            case RS256, PS256 -> {
                var modulus = new BigInteger(1, values.get("n"));
                var exponent = new BigInteger(1, values.get("e"));
                yield modulus.bitLength() >= SHORTEST_RSA
                        && modulus.bitLength() <= LONGEST_RSA
                        && modulus.testBit(0)
                        && exponent.bitLength() > 1
                        && exponent.bitLength() <= LONGEST_EXPONENT
                        && exponent.testBit(0);
            }
        };
    }

    private static Optional<PublicKey> key(Algorithm algorithm, Map<String, byte[]> values) {
        try {
            return Optional.of(KeySpecs.publicKey(algorithm, values));
        } catch (GeneralSecurityException noSuchKey) {
            return Optional.empty();
        }
    }

    /** One provider throws what is no security exception where a point is not on the curve, so it is not asked. */
    @Spec("RFC 8725 §3.4")
    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(P256_B);
        return x.compareTo(P256_P) < 0
                && y.compareTo(P256_P) < 0
                && y.pow(2).subtract(right).mod(P256_P).signum() == 0;
    }
}

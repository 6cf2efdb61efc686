package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A public key as a JWK (RFC 7517), named by its RFC 7638 thumbprint and pinned to one algorithm. */
public record Jwk(KeyId id, Algorithm algorithm, PublicKey key) {
    /** Bytes of a SubjectPublicKeyInfo before the key itself, for Ed25519 (RFC 8410 §10.1). */
    private static final int ED25519_HEADER = 12;

    /** The same for ML-DSA-65: its public key is the last 1,952 bytes (FIPS 204, table 2). */
    private static final int ML_DSA_65_PUBLIC = 1952;

    public static Jwk of(Algorithm algorithm, PublicKey key) {
        return new Jwk(thumbprint(members(algorithm, key)), algorithm, key);
    }

    /** The JWK as JSON, with {@code kid}, {@code alg} and {@code use}. */
    public String json() {
        var all = new LinkedHashMap<String, String>(members(algorithm, key));
        all.put("kid", id.value());
        all.put("alg", algorithm.joseName());
        all.put("use", "sig");
        return Json.text(all);
    }

    /** Reads a JWK that {@link #json} wrote. */
    static Jwk parse(String json) throws GeneralSecurityException {
        var tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
        Algorithm algorithm = Algorithm.of(tree.path("alg").asString(""))
                .orElseThrow(() -> new GeneralSecurityException("a JWK of an unknown algorithm"));
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (String name : new String[] {"x", "y", "n", "e", "pub"}) {
            if (tree.has(name)) {
                values.put(
                        name,
                        Base64Url.decode(tree.path(name).asString())
                                .orElseThrow(() -> new GeneralSecurityException("a JWK with a broken " + name)));
            }
        }
        return new Jwk(new KeyId(tree.path("kid").asString("")), algorithm, KeySpecs.publicKey(algorithm, values));
    }

    /** The members that make the key, in the order of RFC 7638 §3.2. */
    private static SortedMap<String, String> members(Algorithm algorithm, PublicKey key) {
        var members = new TreeMap<String, String>();
        switch (algorithm) {
            case ES256 -> {
                var point = ((ECPublicKey) key).getW();
                members.put("kty", "EC");
                members.put("crv", "P-256");
                members.put("x", Base64Url.encode(unsigned(point.getAffineX(), 32)));
                members.put("y", Base64Url.encode(unsigned(point.getAffineY(), 32)));
            }
            case EDDSA -> {
                byte[] encoded = key.getEncoded();
                members.put("kty", "OKP");
                members.put("crv", "Ed25519");
                members.put("x", Base64Url.encode(Arrays.copyOfRange(encoded, ED25519_HEADER, encoded.length)));
            }
            case RS256, PS256 -> {
                var rsa = (RSAPublicKey) key;
                members.put("kty", "RSA");
                members.put("n", Base64Url.encode(unsigned(rsa.getModulus(), 0)));
                members.put("e", Base64Url.encode(unsigned(rsa.getPublicExponent(), 0)));
            }
            case ML_DSA_65 -> {
                byte[] encoded = key.getEncoded();
                members.put("kty", "AKP");
                members.put("alg", algorithm.joseName());
                members.put(
                        "pub",
                        Base64Url.encode(
                                Arrays.copyOfRange(encoded, encoded.length - ML_DSA_65_PUBLIC, encoded.length)));
            }
        }
        return members;
    }

    @Spec("RFC 7638 §3")
    private static KeyId thumbprint(SortedMap<String, String> members) {
        try {
            byte[] canonical = Json.text(members).getBytes(StandardCharsets.UTF_8);
            return new KeyId(
                    Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(canonical)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Big-endian without a sign byte, padded to {@code length} bytes where that is not 0 (RFC 7518 §6.2.1.2). */
    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] bare = bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        if (bare.length >= length) {
            return bare;
        }
        byte[] padded = new byte[length];
        System.arraycopy(bare, 0, padded, length - bare.length, bare.length);
        return padded;
    }

    /** The key from its X.509 form, as a provider of the algorithm holds it. */
    static PublicKey fromX509(Algorithm algorithm, byte[] encoded) throws GeneralSecurityException {
        return CryptoProviders.keys(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    }
}

package dev.sallyport.auth.jose;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.Base64URL;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.kit.json.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The key pair under which clients encrypt what they send us, P-256. It is derived from the master key, so that every process
 * of an installation opens what any of them published the key for, and nothing has to be kept.
 */
public final class EnvelopeKey {
    private static final Set<JWEAlgorithm> ALGORITHMS = Set.of(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A256KW);
    private static final Map<String, EncryptionMethod> METHODS = Stream.of(
                    EncryptionMethod.A128GCM,
                    EncryptionMethod.A256GCM,
                    EncryptionMethod.A128CBC_HS256,
                    EncryptionMethod.A256CBC_HS512)
            .collect(Collectors.toUnmodifiableMap(EncryptionMethod::getName, Function.identity()));

    /** Values of {@code alg} and {@code enc} that are opened, for the metadata. */
    public static final List<String> ALGORITHM_NAMES =
            ALGORITHMS.stream().map(JWEAlgorithm::getName).sorted().toList();

    public static final List<String> METHOD_NAMES =
            METHODS.keySet().stream().sorted().toList();

    private static final int PARTS = 5;
    private static final int LONGEST = 64 * 1024;

    private final Sealer sealer;
    private final AtomicReference<Optional<Pair>> pair = new AtomicReference<>(Optional.empty());

    private EnvelopeKey(Sealer sealer) {
        this.sealer = sealer;
    }

    /** @param published the public half as a JWK */
    private record Pair(ECKey key, String published) {}

    /** The arithmetic is done when the key is first asked for: it costs a start a fifth of a second. */
    public static EnvelopeKey derived(Sealer sealer) {
        return new EnvelopeKey(sealer);
    }

    /** Derived twice where two ask first at once, and twice the same. */
    private Pair pair() {
        return pair.get()
                .orElseGet(() -> pair.updateAndGet(known -> known.or(() -> Optional.of(derive(sealer))))
                        .orElseThrow());
    }

    private static Pair derive(Sealer sealer) {
        var curve = CustomNamedCurves.getByName("secp256r1");
        // Twice as many bits as the order has, so that no private key is likelier than another (FIPS 186-5 A.2.1).
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(sealer.derive("envelope/high"));
        bytes.writeBytes(sealer.derive("envelope/low"));
        BigInteger scalar = new BigInteger(1, bytes.toByteArray())
                .mod(curve.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        var point = curve.getG().multiply(scalar).normalize();
        try {
            ECKey key = new ECKey.Builder(
                            Curve.P_256,
                            Base64URL.encode(point.getAffineXCoord().getEncoded()),
                            Base64URL.encode(point.getAffineYCoord().getEncoded()))
                    .d(ECKey.encodeCoordinate(256, scalar))
                    .keyUse(KeyUse.ENCRYPTION)
                    .keyIDFromThumbprint()
                    .build();
            return new Pair(key, key.toPublicJWK().toJSONString());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot name a key by its thumbprint", e);
        }
    }

    /** The public half as a JWK for the published set, {@code use: enc}. */
    public String publicJwk() {
        return pair().published();
    }

    /** What was in the envelope; empty when it was not for us, or was changed. Nothing is decompressed. */
    @Spec("RFC 7516 §5.2")
    public Optional<String> open(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > LONGEST || parts.length != PARTS) {
            return Optional.empty();
        }
        var sealedKey = parts[1].isEmpty() ? null : new Base64URL(parts[1]);
        return header(parts[0]).flatMap(header -> {
            try {
                byte[] plain = new ECDHDecrypter(pair().key())
                        .decrypt(
                                header,
                                sealedKey,
                                new Base64URL(parts[2]),
                                new Base64URL(parts[3]),
                                new Base64URL(parts[4]),
                                AAD.compute(header));
                return Optional.of(new String(plain, StandardCharsets.UTF_8));
            } catch (JOSEException notForUs) {
                return Optional.empty();
            }
        });
    }

    /** Read by our own strict reader: the library's throws what it does not declare where a member is missing. */
    private Optional<JWEHeader> header(String part) {
        JsonNode tree;
        try {
            tree = Json.tree(new Base64URL(part).decode());
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        JWEAlgorithm algorithm = new JWEAlgorithm(tree.path("alg").asString("none"));
        Optional<EncryptionMethod> method =
                Optional.ofNullable(METHODS.get(tree.path("enc").asString("")));
        boolean plain = !tree.has("zip") && !tree.has("crit");
        boolean ours = !tree.has("kid")
                || tree.path("kid").asString("").equals(pair().key().getKeyID());
        return ALGORITHMS.contains(algorithm) && plain && ours
                ? method.flatMap(enc -> sender(tree.path("epk"))
                        .map(sender -> new JWEHeader.Builder(algorithm, enc)
                                .ephemeralPublicKey(sender)
                                .agreementPartyUInfo(party(tree.path("apu")))
                                .agreementPartyVInfo(party(tree.path("apv")))
                                .parsedBase64URL(new Base64URL(part))
                                .build()))
                : Optional.empty();
    }

    /** Who takes part in the agreement, where the sender says so (RFC 7518 §4.6.1.2); null is the library's word for nobody. */
    private static Base64URL party(JsonNode named) {
        return named.isString() ? new Base64URL(named.asString()) : null;
    }

    /** The sender's half of the agreement; a point that is not on our curve would draw our key out of us (RFC 8725 §3.4). */
    private static Optional<ECKey> sender(JsonNode epk) {
        String x = epk.path("x").asString("");
        String y = epk.path("y").asString("");
        if (!epk.path("kty").asString("").equals("EC")
                || !epk.path("crv").asString("").equals("P-256")
                || x.isEmpty()
                || y.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ECKey.Builder(Curve.P_256, new Base64URL(x), new Base64URL(y)).build());
        } catch (IllegalStateException notOnTheCurve) {
            return Optional.empty();
        }
    }
}

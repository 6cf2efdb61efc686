package dev.sallyport.auth.jose;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.JwkSet;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a client wants its tokens encrypted: a pair from the allow-list. What is encrypted has been signed before. */
public final class ClientEncryption {
    private static final Map<String, JWEAlgorithm> ALGORITHMS = byName(
            JWEAlgorithm::getName,
            List.of(JWEAlgorithm.RSA_OAEP_256, JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A256KW));

    private static final Map<String, EncryptionMethod> METHODS = byName(
            EncryptionMethod::getName,
            List.of(
                    EncryptionMethod.A128GCM,
                    EncryptionMethod.A256GCM,
                    EncryptionMethod.A128CBC_HS256,
                    EncryptionMethod.A256CBC_HS512));

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final int SHORTEST_RSA = 2_048;
    private static final int LONGEST_RSA = 8_192;

    /** What encrypting came to. */
    public sealed interface Outcome {
        /** @param jwe in compact form (RFC 7516 §3.1) */
        record Encrypted(String jwe) implements Outcome {}

        /** The client has published no public key for this; nothing may go out in the clear instead. */
        record NoKey() implements Outcome {}
    }

    private final JWEAlgorithm algorithm;
    private final EncryptionMethod method;

    private ClientEncryption(JWEAlgorithm algorithm, EncryptionMethod method) {
        this.algorithm = algorithm;
        this.method = method;
    }

    /** Values of {@code alg} that are taken, for the metadata. */
    public static Set<String> algorithms() {
        return ALGORITHMS.keySet();
    }

    /** Values of {@code enc} that are taken, for the metadata. */
    public static Set<String> methods() {
        return METHODS.keySet();
    }

    /** Empty when one of the two is not on the list: {@code RSA1_5}, {@code dir} and passwords are not. */
    @Spec("RFC 8725 §3.2")
    public static Optional<ClientEncryption> of(String alg, String enc) {
        return Optional.ofNullable(ALGORITHMS.get(alg))
                .flatMap(algorithm ->
                        Optional.ofNullable(METHODS.get(enc)).map(method -> new ClientEncryption(algorithm, method)));
    }

    /** @param keys of the client; the first that fits is used */
    @Spec("RFC 7519 §5.2")
    @Spec("RFC 7516 §5.1")
    public Outcome encrypt(String signedJwt, JwkSet keys) {
        return keys.keys().stream()
                .flatMap(key -> read(Json.text(key)).stream())
                .filter(this::fits)
                .findFirst()
                .<Outcome>map(key -> new Outcome.Encrypted(encrypted(signedJwt, key)))
                .orElseGet(Outcome.NoKey::new);
    }

    private static Optional<JWK> read(String json) {
        try {
            return Optional.of(JWK.parse(json));
        } catch (ParseException unknownKind) {
            return Optional.empty();
        }
    }

    private boolean fits(JWK key) {
        boolean meant = (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.ENCRYPTION))
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm.getName()));
        boolean kind = switch (key) {
            case RSAKey rsa ->
                algorithm.equals(JWEAlgorithm.RSA_OAEP_256) && rsa.size() >= SHORTEST_RSA && rsa.size() <= LONGEST_RSA;
            case ECKey ec -> !algorithm.equals(JWEAlgorithm.RSA_OAEP_256) && CURVES.contains(ec.getCurve());
            default -> false;
        };
        return meant && kind && !key.isPrivate();
    }

    private String encrypted(String signedJwt, JWK key) {
        var header = new JWEHeader.Builder(algorithm, method)
                .contentType("JWT")
                .keyID(key.getKeyID())
                .build();
        var jwe = new JWEObject(header, new Payload(signedJwt));
        try {
            JWEEncrypter encrypter =
                    key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter(key.toECKey());
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot encrypt by " + algorithm + " and " + method, e);
        }
        return jwe.serialize();
    }

    private static <T> Map<String, T> byName(Function<T, String> name, List<T> values) {
        return values.stream().collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }
}

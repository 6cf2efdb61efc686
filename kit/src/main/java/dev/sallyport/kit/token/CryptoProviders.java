package dev.sallyport.kit.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.sallyport.domain.token.Algorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Which implementation signs and verifies: Amazon Corretto Crypto Provider for EC, RSA and Ed25519 where the platform has it,
 * the JDK's own otherwise, and always the JDK's for ML-DSA. Asked for by name, never installed for the whole program.
 */
public final class CryptoProviders {
    private static final Optional<Provider> NATIVE = load();
    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final Provider AES = aes();

    private CryptoProviders() {}

    private static Optional<Provider> load() {
        try {
            var provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? Optional.of(provider) : Optional.empty();
        } catch (LinkageError notOnThisPlatform) {
            return Optional.empty();
        }
    }

    /** Whether native cryptography is in use, for the start-up message and the metrics. */
    public static boolean isNative() {
        return NATIVE.isPresent();
    }

    static Signature signature(Algorithm algorithm) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case ES256 -> "SHA256withECDSAinP1363Format";
            case EDDSA -> "Ed25519";
            case RS256 -> "SHA256withRSA";
            case PS256 -> "RSASSA-PSS";
            case ML_DSA_65 -> "ML-DSA-65";
        };
        Provider provider = provider(algorithm, "Signature", name);
        Signature signature = provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
        if (algorithm == Algorithm.PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }

    private static Provider aes() {
        try {
            return Cipher.getInstance(AES_GCM).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** AES-GCM by the JDK's own provider, which is found once: looking through all of them costs more than a short payload. */
    static Cipher aesGcm() throws GeneralSecurityException {
        return Cipher.getInstance(AES_GCM, AES);
    }

    static KeyFactory keys(Algorithm algorithm) throws GeneralSecurityException {
        String name = family(algorithm);
        Provider provider = provider(algorithm, "KeyFactory", name);
        return provider == null ? KeyFactory.getInstance(name) : KeyFactory.getInstance(name, provider);
    }

    static KeyPairGenerator generator(Algorithm algorithm) throws GeneralSecurityException {
        String name = family(algorithm);
        Provider provider = provider(algorithm, "KeyPairGenerator", name);
        KeyPairGenerator generator =
                provider == null ? KeyPairGenerator.getInstance(name) : KeyPairGenerator.getInstance(name, provider);
        Optional<AlgorithmParameterSpec> parameters = switch (algorithm) {
            case ES256 -> Optional.of(new ECGenParameterSpec("secp256r1"));
            case RS256, PS256 -> Optional.of(new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));
            case EDDSA, ML_DSA_65 -> Optional.empty();
        };
        if (parameters.isPresent()) {
            generator.initialize(parameters.get());
        }
        return generator;
    }

    private static String family(Algorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "EC";
            case EDDSA -> "Ed25519";
            case RS256, PS256 -> "RSA";
            case ML_DSA_65 -> "ML-DSA-65";
        };
    }

    /** The native provider where it offers this; null stands for the platform's own choice. */
    private static Provider provider(Algorithm algorithm, String service, String name) {
        return NATIVE.filter(p -> algorithm != Algorithm.ML_DSA_65 && p.getService(service, name) != null)
                .orElse(null);
    }
}

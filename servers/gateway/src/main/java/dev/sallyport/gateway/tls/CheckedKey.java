package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.engine.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is wrong with a certificate and a key that were both read. */
final class CheckedKey {
    /** From here on an operator is told that the end is near. */
    private static final Duration SOON = Duration.ofDays(14);

    private CheckedKey() {}

    /** Why the chain cannot be shown to clients now. */
    @Spec("RFC 8446 §4.4.2")
    static Optional<String> objection(List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.getFirst();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return Optional.of("has expired, on " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return Optional.of("is not valid before " + leaf.getNotBefore().toInstant());
        }
        if (hosts(chain).isEmpty()) {
            return Optional.of("names no host; it needs a subject alternative name, as clients look at no other");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isSignedBy(chain.get(i), chain.get(i + 1).getPublicKey())) {
                return Optional.of("must hold the host's own certificate first, and each signed by the next");
            }
        }
        return Optional.empty();
    }

    /** What an operator should do something about before it becomes an objection. */
    static Optional<String> warning(List<X509Certificate> chain, Instant now) {
        Instant end = chain.getFirst().getNotAfter().toInstant();
        return now.plus(SOON).isAfter(end)
                ? Optional.of("the certificate of " + hosts(chain) + " expires on " + end)
                : Optional.empty();
    }

    private static List<String> hosts(List<X509Certificate> chain) {
        return CertifiedKey.hostsOf(chain.getFirst());
    }

    /** Whether what the key signs is verified by the certificate. */
    static boolean belong(X509Certificate leaf, PrivateKey key) {
        try {
            String algorithm = switch (key.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> "EdDSA";
            };
            byte[] message = {1};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(message);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(leaf.getPublicKey());
            verifying.update(message);
            return verifying.verify(signature);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}

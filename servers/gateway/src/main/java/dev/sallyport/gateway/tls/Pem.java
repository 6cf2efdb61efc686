package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The blocks of a PEM text; what stands around them is explanation and passed over. */
@Spec("RFC 7468 §2")
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private record Block(String label, byte[] der) {}

    private final List<Block> blocks;

    private Pem(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** The blocks of the text; a block that is no Base64 is left out. */
    static Pem of(byte[] text) {
        var blocks = new ArrayList<Block>();
        Matcher found = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            try {
                blocks.add(new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2))));
            } catch (IllegalArgumentException noBase64) {
                return new Pem(List.of());
            }
        }
        return new Pem(blocks);
    }

    /** A text of one block for each certificate. */
    static String text(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The certificates of the text in their order; empty where there is none or one cannot be read. */
    public static List<X509Certificate> certificatesOf(byte[] text) {
        return of(text).certificates();
    }

    /** The certificates in their order; empty where there is none or one cannot be read. */
    List<X509Certificate> certificates() {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var all = new ArrayList<X509Certificate>();
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
            return all;
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }

    boolean hasEncryptedKey() {
        return blocks.stream().anyMatch(block -> block.label().equals("ENCRYPTED PRIVATE KEY"));
    }

    /** The one private key, in any of the three forms that tools write. */
    Optional<PrivateKey> key() {
        List<Optional<PrivateKey>> keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .map(Pem::key)
                .toList();
        return keys.size() == 1 ? keys.getFirst() : Optional.empty();
    }

    /** The first public key, as this house wrote it. */
    @Spec("RFC 7468 §13")
    Optional<PublicKey> publicKey() {
        return blocks.stream()
                .filter(block -> block.label().equals("PUBLIC KEY"))
                .flatMap(block -> ALGORITHMS.stream().flatMap(algorithm -> x509(block.der(), algorithm).stream()))
                .findFirst();
    }

    @Spec("RFC 7468 §10")
    private static Optional<PrivateKey> key(Block block) {
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> pkcs8(block.der());
                case "RSA PRIVATE KEY" ->
                    wrapped(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(block.der()));
                case "EC PRIVATE KEY" -> {
                    var key = ECPrivateKey.getInstance(block.der());
                    yield wrapped(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                            key);
                }
                default -> Optional.empty();
            };
        } catch (IOException | IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> wrapped(AlgorithmIdentifier algorithm, ASN1Encodable key) throws IOException {
        return pkcs8(new PrivateKeyInfo(algorithm, key).getEncoded());
    }

    private static Optional<PrivateKey> pkcs8(byte[] der) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> pkcs8(der, algorithm).stream())
                .findFirst();
    }

    private static Optional<PrivateKey> pkcs8(byte[] der, String algorithm) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException ofAnotherAlgorithm) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> x509(byte[] der, String algorithm) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException ofAnotherAlgorithm) {
            return Optional.empty();
        }
    }
}

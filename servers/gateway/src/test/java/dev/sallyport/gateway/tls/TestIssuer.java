package dev.sallyport.gateway.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Who signs certificates in tests. */
final class TestIssuer {
    private static final X500Name NAME = new X500Name("CN=Test authority");
    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");

    private final AtomicLong serial = new AtomicLong(1_000);
    private final KeyPair pair;
    private final X509Certificate root;

    TestIssuer() throws Exception {
        pair = OwnCertificate.pair();
        root = signed(builder(NAME, pair.getPublic(), FROM, UNTIL)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic())));
    }

    X509Certificate root() {
        return root;
    }

    X509Certificate issue(PublicKey key, List<String> hosts, Instant from, Instant until) throws Exception {
        GeneralName[] names = hosts.stream()
                .map(host -> Character.isDigit(host.charAt(0))
                        ? new GeneralName(
                                GeneralName.iPAddress,
                                InetAddress.ofLiteral(host).getHostAddress())
                        : new GeneralName(GeneralName.dNSName, host))
                .toArray(GeneralName[]::new);
        return signed(builder(new X500Name("CN=" + hosts.getFirst()), key, from, until)
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(pair.getPublic())));
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                NAME, BigInteger.valueOf(serial.incrementAndGet()), Date.from(from), Date.from(until), subject, key);
    }

    private X509Certificate signed(org.bouncycastle.cert.X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}

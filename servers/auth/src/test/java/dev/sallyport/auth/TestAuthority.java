package dev.sallyport.auth;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority that issues certificates to clients, to authorities below it, or to itself alone. */
final class TestAuthority {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIFE = Duration.ofDays(365);

    private final X500Name name;
    private final KeyPair pair;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, KeyPair pair, X509Certificate certificate) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
    }

    static TestAuthority root(String name) {
        KeyPair pair = pair();
        var itself = new X500Name("CN=" + name);
        return new TestAuthority(
                itself,
                pair,
                issue(itself, pair, itself, pair, true, Optional.empty(), FROM, KeyPurposeId.anyExtendedKeyUsage));
    }

    TestAuthority below(String other) {
        KeyPair own = pair();
        var its = new X500Name("CN=" + other);
        return new TestAuthority(
                its, own, issue(name, pair, its, own, true, Optional.empty(), FROM, KeyPurposeId.anyExtendedKeyUsage));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A client's certificate of a year from 2026 on. */
    X509Certificate client(String subject, String dns) {
        return client(subject, dns, FROM, KeyPurposeId.id_kp_clientAuth);
    }

    X509Certificate client(String subject, String dns, Instant from, KeyPurposeId purpose) {
        var san = Optional.of(new GeneralName(GeneralName.dNSName, dns));
        return issue(name, pair, name(subject), pair(), false, san, from, purpose);
    }

    /** In the order that RFC 4514 gives the parts: the last that is written comes first. */
    private static X500Name name(String text) {
        return X500Name.getInstance(new X500Principal(text).getEncoded());
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate issue(
            X500Name issuer,
            KeyPair by,
            X500Name subject,
            KeyPair of,
            boolean authority,
            Optional<GeneralName> san,
            Instant from,
            KeyPurposeId purpose) {
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            if (san.isPresent()) {
                extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(san.get()));
            }
            var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
            var body = new V3TBSCertificateGenerator();
            body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
            body.setSignature(algorithm);
            body.setIssuer(issuer);
            body.setSubject(subject);
            body.setStartDate(new Time(Date.from(from)));
            body.setEndDate(new Time(Date.from(from.plus(LIFE))));
            body.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
            body.setExtensions(extensions.generate());
            var signed = body.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(by.getPrivate());
            signature.update(signed.getEncoded());
            var whole = new ASN1EncodableVector();
            whole.add(signed);
            whole.add(algorithm);
            whole.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(whole).getEncoded()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.sallyport.gateway.tls;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
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
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A certificate that its own key has signed, since the platform reads certificates and writes none. */
final class OwnCertificate {
    /** {@code id-pe-acmeIdentifier} (RFC 8737 §6.1). */
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private static final int SERIAL = 16;

    private OwnCertificate() {}

    /**
     * A certificate of a server.
     *
     * @param pair P-256
     * @param hosts names and literal addresses, at least one
     * @param serial positive
     */
    static X509Certificate of(KeyPair pair, List<String> hosts, BigInteger serial, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        var name = new X500Name("CN=" + hosts.getFirst() + ",O=Sallyport self-signed");
        return signed(pair, name, extensions(hosts), serial, from, until);
    }

    /**
     * A certificate that proves to an authority who answers for a host, and nothing to anybody else.
     *
     * @param pair P-256
     * @param proof the SHA-256 of the key authorization
     * @param serial positive
     */
    @Spec("RFC 8737 §3")
    static X509Certificate proving(
            KeyPair pair, String host, byte[] proof, BigInteger serial, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        var extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name(host)));
        extensions.addExtension(ACME_IDENTIFIER, true, new DEROctetString(proof));
        return signed(pair, new X500Name("CN=validation"), extensions, serial, from, until);
    }

    /** A new P-256 pair. */
    static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** 126 unguessable bits. */
    static BigInteger serial(RandomSource random) {
        return new BigInteger(1, random.bytes(SERIAL))
                .clearBit(SERIAL * Byte.SIZE - 1)
                .setBit(SERIAL * Byte.SIZE - 2);
    }

    @Spec("RFC 5280 §4.1")
    private static X509Certificate signed(
            KeyPair pair, X500Name name, ExtensionsGenerator extensions, BigInteger serial, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        var body = new V3TBSCertificateGenerator();
        body.setSerialNumber(new ASN1Integer(serial));
        body.setSignature(algorithm);
        body.setIssuer(name);
        body.setSubject(name);
        body.setStartDate(new Time(Date.from(from)));
        body.setEndDate(new Time(Date.from(until)));
        body.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        body.setExtensions(extensions.generate());
        var signed = body.generateTBSCertificate();

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getEncoded());
        var whole = new ASN1EncodableVector();
        whole.add(signed);
        whole.add(algorithm);
        whole.add(new DERBitString(signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(new DERSequence(whole).getEncoded()));
    }

    private static ExtensionsGenerator extensions(List<String> hosts) throws IOException {
        var extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        GeneralName[] names = hosts.stream().map(OwnCertificate::name).toArray(GeneralName[]::new);
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return extensions;
    }

    private static GeneralName name(String host) {
        try {
            return new GeneralName(
                    GeneralName.iPAddress, InetAddress.ofLiteral(host).getHostAddress());
        } catch (IllegalArgumentException noAddress) {
            return new GeneralName(GeneralName.dNSName, host);
        }
    }
}

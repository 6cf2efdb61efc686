package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.INFO;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The certificate, and the versions of TLS that are spoken. */
final class CertificateCheck implements Check {
    private static final Fault EXPIRED = Fault.of(
            "certificate-expired",
            HIGH,
            "Browsers refuse to open the page, and who clicks the warning away is open to interception.",
            "renew the certificate",
            "RFC 5280 §6.1.3");
    private static final Fault ENDS_SOON = Fault.of(
            "certificate-ends-soon",
            MEDIUM,
            "In less than a week nobody gets in any more; renewal does not seem to work.",
            "renew the certificate, and find out why that did not happen by itself",
            "RFC 8555 §1");
    private static final Fault UNBELIEVED = Fault.of(
            "certificate-not-believed",
            INFO,
            "Browsers do not believe the certificate; you have asked to go on all the same. Good for tests only.",
            "take a certificate of this name, of an authority that browsers know, and send its chain",
            "RFC 9110 §4.3.4");
    private static final Fault WEAK = Fault.of(
            "certificate-weak",
            HIGH,
            "The key or the signature can be forged today, or will be soon.",
            "make a certificate with an EC P-256 key, or RSA of at least 2048 bits, signed with SHA-256",
            "RFC 9325 §4.5");
    private static final Fault OLD_TLS = Fault.of(
            "tls-old",
            HIGH,
            "TLS 1.0 or 1.1 is accepted, whose protection is broken.",
            "allow TLS 1.2 and 1.3 only",
            "RFC 8996 §4");
    private static final Fault NO_13 = Fault.of(
            "tls-13-missing",
            LOW,
            "TLS 1.3 is not spoken: handshakes are slower, and older ciphers are in use.",
            "allow TLS 1.3 beside 1.2",
            "RFC 9325 §3.1.1");

    private static final Duration SOON = Duration.ofDays(7);
    private static final int SHORTEST_RSA = 2_048;

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public List<Fault> faults() {
        return List.of(EXPIRED, ENDS_SOON, UNBELIEVED, WEAK, OLD_TLS, NO_13);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        if (!site.isSecure()) {
            return new Verdict.NotApplicable("there is no TLS at " + site.origin());
        }
        List<Finding> findings = new ArrayList<>();
        String where = "TLS " + site.origin();
        SSLSession session = session(site);
        believed(site, where, findings);
        if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
            certificate(certificate, site.now(), where, findings);
        }
        if (!session.getProtocol().equals("TLSv1.3")) {
            findings.add(NO_13.at(where, "spoken with us: " + session.getProtocol()));
        }
        for (OldHello version : OldHello.values()) {
            if (version.isWelcome(site)) {
                findings.add(OLD_TLS.at(where, version + " is accepted"));
            }
        }
        return new Verdict.Examined(findings);
    }

    private static SSLSession session(Site site) throws IOException {
        return shaken(site, AnyCertificate.context(), "");
    }

    /** As a browser looks at it: its chain, and its name. Told only where the caller has asked to go on without. */
    private static void believed(Site site, String where, List<Finding> findings) throws IOException {
        if (!site.manner().insecure()) {
            return;
        }
        try {
            shaken(site, SSLContext.getDefault(), "HTTPS");
        } catch (SSLException e) {
            findings.add(UNBELIEVED.at(where, String.valueOf(e.getMessage())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java machine speaks no TLS", e);
        }
    }

    /** @param naming by which rules the name is compared; empty for none */
    private static SSLSession shaken(Site site, SSLContext context, String naming) throws IOException {
        int port = site.url().getPort() > 0 ? site.url().getPort() : 443;
        int patience = Math.toIntExact(site.manner().timeout().toMillis());
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(Wire.bare(site.host()), port), patience);
            plain.setSoTimeout(patience);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, site.host(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(naming);
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession();
            }
        }
    }

    static void certificate(X509Certificate certificate, Instant now, String where, List<Finding> findings) {
        Instant end = certificate.getNotAfter().toInstant();
        String until = "valid until " + end;
        if (end.isBefore(now)) {
            findings.add(EXPIRED.at(where, until));
        } else if (end.isBefore(now.plus(soon(certificate)))) {
            findings.add(ENDS_SOON.at(where, until));
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            findings.add(WEAK.at(where, "signed with " + certificate.getSigAlgName()));
        }
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            findings.add(WEAK.at(where, "an RSA key of " + rsa.getModulus().bitLength() + " bits"));
        }
    }

    /** A week, or a third of its life where it lives for less than three. */
    private static Duration soon(X509Certificate certificate) {
        Duration life = Duration.between(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        return life.dividedBy(3).compareTo(SOON) < 0 ? life.dividedBy(3) : SOON;
    }
}

package dev.sallyport.auth.jose;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.kit.token.JwkSet;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Judges the certificate that a client showed in its TLS handshake. Pure functions; who vouched for it is checked there. */
public final class ClientCertificates {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    /** The one name by which a client's certificate is known (RFC 8705 §2.1.2). */
    public sealed interface Name {
        /** @param value a distinguished name as RFC 4514 writes it */
        record SubjectDn(String value) implements Name {}

        record SanDns(String value) implements Name {}

        record SanUri(String value) implements Name {}

        /** @param value an address in any of its spellings */
        record SanIp(String value) implements Name {}

        record SanEmail(String value) implements Name {}
    }

    private ClientCertificates() {}

    /** What a token that is bound to the certificate holds as {@code cnf.x5t#S256}. */
    @Spec("RFC 8705 §3.1")
    public static String thumbprint(X509Certificate certificate) {
        return Digest.of(der(certificate)).value();
    }

    /** Whether the certificate has the name, for {@code tls_client_auth}; wildcards in it mean nothing. */
    @Spec("RFC 8705 §2.1")
    public static boolean has(X509Certificate certificate, Name name) {
        return switch (name) {
            case Name.SubjectDn(var value) -> isSubject(certificate, value);
            case Name.SanDns(var value) -> names(certificate, DNS).stream().anyMatch(value::equalsIgnoreCase);
            case Name.SanUri(var value) -> names(certificate, URI).contains(value);
            case Name.SanEmail(var value) -> names(certificate, EMAIL).contains(value);
            case Name.SanIp(var value) ->
                names(certificate, IP).stream().anyMatch(address -> isSameAddress(address, value));
        };
    }

    /** Whether the client has published this very certificate, for {@code self_signed_tls_client_auth}. */
    @Spec("RFC 8705 §2.2")
    public static boolean isPublished(X509Certificate certificate, JwkSet keys) {
        String shown = Base64.getEncoder().encodeToString(der(certificate));
        return keys.keys().stream()
                .map(key -> key.path("x5c").path(0).asString(""))
                .anyMatch(published -> MessageDigest.isEqual(ascii(published), ascii(shown)));
    }

    /** Whether its time has begun and not ended. */
    @Spec("RFC 5280 §4.1.2.5")
    public static boolean isValidAt(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException outside) {
            return false;
        }
    }

    private static boolean isSubject(X509Certificate certificate, String name) {
        try {
            return !name.isEmpty() && certificate.getSubjectX500Principal().equals(new X500Principal(name));
        } catch (IllegalArgumentException noDistinguishedName) {
            return false;
        }
    }

    private static boolean isSameAddress(String one, String other) {
        try {
            return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static List<String> names(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> name.getFirst().equals(kind))
                            .map(name -> name.get(1).toString())
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}

package dev.sallyport.auth.jose;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.token.JwkSet;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Judges the certificate that a client showed in its TLS handshake. Pure functions; who vouched for it is checked there. */
public final class ClientCertificates {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;
    private static final int LONGEST = 1_000;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,10}");

    private ClientCertificates() {}

    /** Whether the certificate has the name, for {@code tls_client_auth}; wildcards in it mean nothing. */
    @Spec("RFC 8705 §2.1")
    public static boolean has(X509Certificate certificate, CertificateName name) {
        String value = name.value();
        return switch (name.kind()) {
            case SUBJECT_DN -> isSubject(certificate, value);
            case SAN_DNS -> names(certificate, DNS).stream().anyMatch(value::equalsIgnoreCase);
            case SAN_URI -> names(certificate, URI).contains(value);
            case SAN_EMAIL -> names(certificate, EMAIL).contains(value);
            case SAN_IP -> names(certificate, IP).stream().anyMatch(address -> isSameAddress(address, value));
        };
    }

    /** Why no certificate could have the name. */
    @Spec("RFC 8705 §2.1.2")
    public static Optional<String> objection(CertificateName name) {
        String value = name.value();
        boolean good = !value.isBlank()
                && value.length() <= LONGEST
                && switch (name.kind()) {
                    case SUBJECT_DN -> isDistinguishedName(value);
                    case SAN_DNS -> HOST.matcher(value).matches();
                    case SAN_URI -> value.indexOf(':') > 0;
                    case SAN_EMAIL -> value.indexOf('@') > 0;
                    case SAN_IP -> isSameAddress(value, value);
                };
        return good ? Optional.empty() : Optional.of("is not a name of that kind as a certificate has it");
    }

    private static boolean isDistinguishedName(String value) {
        try {
            return !new X500Principal(value).getName().isEmpty();
        } catch (IllegalArgumentException noDistinguishedName) {
            return false;
        }
    }

    /** Whether the client has published this very certificate, for {@code self_signed_tls_client_auth}. */
    @Spec("RFC 8705 §2.2")
    public static boolean isPublished(X509Certificate certificate, JwkSet keys) {
        String shown = Base64.getEncoder().encodeToString(ClientCertificate.encoded(certificate));
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

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}

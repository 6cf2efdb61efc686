package dev.sallyport.app;

import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.CertificateName.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By which one name a declared client's certificate is known (RFC 8705 §2.1.2). */
record DeclaredCertificate(
        Optional<String> subjectDn,
        Optional<String> sanDns,
        Optional<String> sanUri,
        Optional<String> sanIp,
        Optional<String> sanEmail) {
    DeclaredCertificate {
        if (List.of(subjectDn, sanDns, sanUri, sanIp, sanEmail).stream()
                        .filter(Optional::isPresent)
                        .count()
                != 1) {
            throw new IllegalArgumentException("must have one of subject_dn, san_dns, san_uri, san_ip and san_email");
        }
    }

    CertificateName name() {
        return Map.of(
                        Kind.SUBJECT_DN, subjectDn,
                        Kind.SAN_DNS, sanDns,
                        Kind.SAN_URI, sanUri,
                        Kind.SAN_IP, sanIp,
                        Kind.SAN_EMAIL, sanEmail)
                .entrySet()
                .stream()
                .flatMap(entry -> entry.getValue().map(value -> new CertificateName(entry.getKey(), value)).stream())
                .findFirst()
                .orElseThrow();
    }
}

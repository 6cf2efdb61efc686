package dev.sallyport.domain.client;

import java.util.Arrays;
import java.util.Optional;

/**
 * The one name by which a client's certificate is known where an authority vouches for it (RFC 8705 §2.1.2).
 *
 * @param value a distinguished name as RFC 4514 writes it, or what an alternative name of the kind holds
 */
public record CertificateName(Kind kind, String value) {
    /** Where in the certificate the name stands. */
    public enum Kind {
        SUBJECT_DN("subject_dn"),
        SAN_DNS("san_dns"),
        SAN_URI("san_uri"),
        SAN_IP("san_ip"),
        SAN_EMAIL("san_email");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        /** The member of a client's metadata that holds a name of this kind. */
        public String member() {
            return "tls_client_auth_" + wireName;
        }

        public static Optional<Kind> of(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(wireName))
                    .findFirst();
        }
    }
}

package dev.sallyport.kit.http;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate that a client showed in its TLS handshake. It holds the key of it, and that is all: nobody has looked at
 * who vouches for it, or at its dates.
 *
 * @param chain the client's own first, then what it sent to lead to an authority; 1 to {@link #MOST}
 */
public record ClientCertificate(List<X509Certificate> chain) {
    /** As many as the platform takes in a handshake (T43). */
    public static final int MOST = 8;

    public ClientCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > MOST) {
            throw new IllegalArgumentException("a chain has 1 to " + MOST + " certificates");
        }
    }

    /** The client's own. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** What a token that is bound to the certificate holds as {@code cnf.x5t#S256}. */
    @Spec("RFC 8705 §3.1")
    public String thumbprint() {
        return Digest.of(encoded(leaf())).value();
    }

    /** The certificate as DER. */
    public static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + thumbprint() + "]";
    }
}

package dev.sallyport.kit.engine;

import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A key of ours and the certificates that say whose it is.
 *
 * @param chain the key's own certificate first, then those that lead to an authority
 */
public record CertifiedKey(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS = 2;
    private static final int IP = 7;

    public CertifiedKey {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** The hosts that the certificate is for. */
    public List<String> hosts() {
        return hostsOf(leaf());
    }

    /** The hosts that a certificate is for, in lower case: names, which may begin with {@code *.}, and addresses. */
    public static List<String> hostsOf(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> name.getFirst().equals(DNS)
                                    || name.getFirst().equals(IP))
                            .map(name -> name.getFirst().equals(IP)
                                    ? InetAddress.ofLiteral(name.get(1).toString())
                                            .getHostAddress()
                                    : name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "CertifiedKey" + hosts();
    }
}

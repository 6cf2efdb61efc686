package dev.sallyport.auth.gate;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.ClientCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The authorities that the operator trusts to say whose a client's certificate is. Revocation is not asked for: a client that is
 * to be kept out is disabled, and gets no more tokens from then on.
 */
final class ClientAuthorities {
    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    private final Set<TrustAnchor> anchors;

    ClientAuthorities(List<X509Certificate> authorities) {
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a path leads from the certificate, by what the client sent with it, to one of them. */
    @Spec("RFC 5280 §6.1")
    boolean vouchFor(ClientCertificate shown, Instant now) {
        if (anchors.isEmpty() || !isForClients(shown.leaf())) {
            return false;
        }
        try {
            var target = new X509CertSelector();
            target.setCertificate(shown.leaf());
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(ClientCertificate.MOST);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown.chain())));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException noPath) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform builds no paths", e);
        }
    }

    /** A certificate that says what it is for says that it is for clients. */
    @Spec("RFC 5280 §4.2.1.12")
    private static boolean isForClients(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(FOR_CLIENTS) || purposes.contains(FOR_ANYTHING);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }
}

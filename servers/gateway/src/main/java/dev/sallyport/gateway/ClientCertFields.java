package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Headers;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Client-Cert} and {@code Client-Cert-Chain}: how who ends TLS tells a server behind what the client showed. */
final class ClientCertFields {
    private static final String LEAF = "client-cert";
    private static final String CHAIN = "client-cert-chain";

    /** A byte sequence of a structured field (RFC 8941 §3.3.5), without parameters: none are defined for these fields. */
    private static final Pattern BYTES = Pattern.compile(" *:[A-Za-z0-9+/]{1,20000}={0,2}: *");

    private ClientCertFields() {}

    /** What the fields say. */
    sealed interface Said {
        /** The fields are not there: the client showed nothing. */
        record Nothing() implements Said {}

        record Shown(ClientCertificate certificate) implements Said {}

        /** Something that a proxy as it should be does not send. */
        record Malformed() implements Said {}
    }

    @Spec("RFC 9440 §2.2")
    @Spec("RFC 9440 §2.3")
    static Said read(Headers headers) {
        List<String> leaves = headers.all(LEAF);
        List<String> chains = headers.all(CHAIN);
        if (leaves.isEmpty() && chains.isEmpty()) {
            return new Said.Nothing();
        }
        var values = new ArrayList<>(leaves);
        if (!chains.isEmpty()) {
            values.addAll(Arrays.asList(String.join(",", chains).split(",", -1)));
        }
        if (leaves.size() != 1 || values.size() > ClientCertificate.MOST) {
            return new Said.Malformed();
        }
        List<X509Certificate> certificates =
                values.stream().flatMap(value -> certificate(value).stream()).toList();
        return certificates.size() == values.size()
                ? new Said.Shown(new ClientCertificate(certificates))
                : new Said.Malformed();
    }

    /** The headers with what the client showed; they have none of these fields before. */
    @Spec("RFC 9440 §2.1")
    static Headers told(Headers headers, ClientCertificate certificate) {
        List<String> values = certificate.chain().stream()
                .map(one -> ":" + Base64.getEncoder().encodeToString(ClientCertificate.encoded(one)) + ":")
                .toList();
        Headers told = headers.set(LEAF, values.getFirst());
        return values.size() > 1 ? told.set(CHAIN, String.join(", ", values.subList(1, values.size()))) : told;
    }

    /** Only what is the DER of a certificate and nothing behind it. */
    private static Optional<X509Certificate> certificate(String value) {
        if (!BYTES.matcher(value).matches()) {
            return Optional.empty();
        }
        String text = value.strip();
        try {
            byte[] der = Base64.getDecoder().decode(text.substring(1, text.length() - 1));
            var read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return Optional.of(read).filter(one -> Arrays.equals(ClientCertificate.encoded(one), der));
        } catch (CertificateException | IllegalArgumentException noCertificate) {
            return Optional.empty();
        }
    }
}

package dev.sallyport.gateway.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configuration's {@code gateway.tls.acme}, as it is written there; {@link AcmeAgreement} is what it comes to.
 *
 * @param agreeToTerms that the operator agrees to the authority's terms of service
 * @param email where the authority may write to
 * @param directory {@code letsencrypt}, {@code letsencrypt-staging}, or the https URL of another authority's directory
 * @param directoryCaFile who vouches for the directory's own certificate, as PEM; the platform's authorities by default
 * @param names the hosts of the certificate; that of {@code public_url} by default
 * @param eab an account that the operator has with the authority already (RFC 8555 §7.3.4)
 * @param challenge which proof is preferred; {@code http-01} by default where there is a {@code redirect_from}
 */
public record AcmeConfiguration(
        boolean agreeToTerms,
        Optional<String> email,
        String directory,
        Optional<Path> directoryCaFile,
        List<String> names,
        Optional<Binding> eab,
        Optional<Challenge> challenge) {
    public AcmeConfiguration {
        names = List.copyOf(names);
    }

    public static AcmeConfiguration defaults() {
        return new AcmeConfiguration(
                false,
                Optional.empty(),
                "letsencrypt",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** @param secretFile holds the key as the authority gave it, base64url */
    public record Binding(String keyId, Path secretFile) {}

    /** How it is proven to the authority that a host is ours. */
    public enum Challenge {
        /** A text on the unencrypted port (RFC 8555 §8.3). */
        HTTP_01("http-01"),
        /** A certificate in a handshake of its own on the encrypted port (RFC 8737). */
        TLS_ALPN_01("tls-alpn-01");

        private final String wireName;

        Challenge(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}

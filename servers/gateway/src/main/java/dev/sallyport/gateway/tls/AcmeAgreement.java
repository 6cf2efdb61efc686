package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Secret;
import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What holds between the operator and an authority of certificates.
 *
 * @param directory where the authority says what it can do
 * @param trusted who vouches for the directory's own certificate; empty: whom the platform trusts
 * @param names what the certificate is for, at least one, in lower case
 * @param challenges the proofs that are possible here, the preferred one first; at least one
 */
public record AcmeAgreement(
        URI directory,
        List<X509Certificate> trusted,
        Optional<String> email,
        List<String> names,
        Optional<Binding> binding,
        List<Challenge> challenges) {
    private static final int SHORT = 8;

    public AcmeAgreement {
        trusted = List.copyOf(trusted);
        names = List.copyOf(names);
        challenges = List.copyOf(challenges);
    }

    /** An account that the operator has with the authority already; {@code key} is base64url. */
    public record Binding(String keyId, Secret key) {}

    /** A name for the folder of what this authority gave: another authority's certificate is not a good one here. */
    String folder() {
        return directory.getHost() + "-"
                + Digest.of(directory.toString()).value().substring(0, SHORT);
    }
}

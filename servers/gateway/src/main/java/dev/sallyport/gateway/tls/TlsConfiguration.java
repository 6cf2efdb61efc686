package dev.sallyport.gateway.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration's {@code gateway.tls}.
 *
 * @param certificates for mode {@code files}; the first is for clients that name no host
 * @param acme for mode {@code acme}
 * @param clientCertificates from whom a client's certificate is learnt
 * @param redirectFrom a port that leads to the encrypted one
 * @param hsts how long browsers come back encrypted (RFC 6797); a year by default, and nothing is said in mode {@code self-signed}
 */
public record TlsConfiguration(
        Mode mode,
        List<CertificateFiles> certificates,
        AcmeConfiguration acme,
        ClientCertificates clientCertificates,
        Optional<Integer> redirectFrom,
        Optional<Duration> hsts) {
    private static final int MOST = 100;
    private static final Duration A_YEAR = Duration.ofDays(365);

    public TlsConfiguration {
        certificates = List.copyOf(certificates);
        if (mode != Mode.ACME && !acme.equals(AcmeConfiguration.defaults())) {
            throw new IllegalArgumentException("acme is for mode acme, and this is " + mode.wireName());
        }
        if ((mode == Mode.FILES) == certificates.isEmpty() || certificates.size() > MOST) {
            throw new IllegalArgumentException(
                    "certificates must list 1 to " + MOST + " for mode files, and none for another");
        }
        if (mode == Mode.OFF && clientCertificates == ClientCertificates.ASK) {
            throw new IllegalArgumentException(
                    "client_certificates: ask needs a mode other than off; behind a proxy that ends TLS say forwarded");
        }
        if (mode == Mode.OFF && redirectFrom.isPresent()) {
            throw new IllegalArgumentException("redirect_from needs a mode other than off");
        }
        if (redirectFrom.filter(port -> port < 0 || port > 65_535).isPresent()) {
            throw new IllegalArgumentException("redirect_from must be a port: 0 to 65535");
        }
        if (hsts.filter(time -> time.isNegative() || time.compareTo(A_YEAR.multipliedBy(2)) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("hsts must be 0s to 730d");
        }
    }

    public static TlsConfiguration defaults() {
        return new TlsConfiguration(
                Mode.OFF,
                List.of(),
                AcmeConfiguration.defaults(),
                ClientCertificates.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public boolean isOn() {
        return mode != Mode.OFF;
    }

    /** What browsers are told over an encrypted connection; a certificate that nobody trusts must not bind them. */
    public Optional<Duration> strictTransport() {
        return hsts.or(() -> mode == Mode.SELF_SIGNED ? Optional.empty() : Optional.of(A_YEAR));
    }

    /** A certificate with those that lead to its authority, and its key: PEM, which may be one file for both. */
    public record CertificateFiles(Path chainFile, Path keyFile) {}

    /** From whom it is learnt which certificate a client has; who vouches for it is the auth server's affair. */
    public enum ClientCertificates {
        NONE,
        /** Clients are asked in the handshake. */
        ASK,
        /** A trusted proxy ends TLS, asks, and says it by {@code Client-Cert}, which it takes from nobody else (RFC 9440). */
        FORWARDED
    }

    /** Where certificates come from. */
    public enum Mode {
        OFF("off"),
        FILES("files"),
        ACME("acme"),
        SELF_SIGNED("self-signed");

        private final String wireName;

        Mode(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}

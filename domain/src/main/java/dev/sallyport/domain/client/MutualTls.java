package dev.sallyport.domain.client;

import java.util.Optional;

/**
 * What a client says of its certificate (RFC 8705).
 *
 * @param name by which an authority vouches for it, for {@code tls_client_auth}
 * @param bound whether the client's tokens are bound to the certificate that it shows
 */
public record MutualTls(Optional<CertificateName> name, boolean bound) {
    public static final MutualTls NONE = new MutualTls(Optional.empty(), false);
}

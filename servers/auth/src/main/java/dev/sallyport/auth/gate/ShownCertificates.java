package dev.sallyport.auth.gate;

import dev.sallyport.auth.jose.ClientCertificates;
import dev.sallyport.auth.jose.ClientKeySource;
import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.kit.http.ClientCertificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Judges the certificates by which clients prove themselves: by an authority that vouches for them, or by their own word. */
public final class ShownCertificates implements ClientProof.Certificates {
    private final TlsClients taken;
    private final ClientAuthorities authorities;
    private final ClientKeys keys;
    private final InstantSource clock;

    public ShownCertificates(TlsClients taken, ClientKeys keys, InstantSource clock) {
        this.taken = taken;
        this.authorities = new ClientAuthorities(taken.authorities());
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(Client client, ClientCertificate shown) {
        Instant now = clock.instant();
        ClientAuthentication way = client.metadata().authentication().orElse(ClientAuthentication.NONE);
        if (!taken.ways().contains(way)) {
            return Optional.of("client certificates are not taken here");
        }
        if (!ClientCertificates.isValidAt(shown.leaf(), now)) {
            return Optional.of("the certificate has expired or is not valid yet");
        }
        boolean good = way == ClientAuthentication.TLS ? isVouchedFor(client, shown, now) : isPublished(client, shown);
        return good ? Optional.empty() : Optional.of("the certificate is not this client's");
    }

    /** The name first, for it costs nothing. */
    @Spec("RFC 8705 §2.1")
    private boolean isVouchedFor(Client client, ClientCertificate shown, Instant now) {
        Optional<CertificateName> name = client.metadata().mutualTls().flatMap(MutualTls::name);
        return name.filter(n -> ClientCertificates.has(shown.leaf(), n)).isPresent()
                && authorities.vouchFor(shown, now);
    }

    @Spec("RFC 8705 §2.2")
    private boolean isPublished(Client client, ClientCertificate shown) {
        var source =
                new ClientKeySource(client.metadata().jwks(), client.metadata().jwksUri());
        return keys.fits(source, set -> ClientCertificates.isPublished(shown.leaf(), set));
    }
}

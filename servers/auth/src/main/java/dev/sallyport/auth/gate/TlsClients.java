package dev.sallyport.auth.gate;

import dev.sallyport.domain.client.ClientAuthentication;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What this deployment can carry of clients' certificates (RFC 8705).
 *
 * @param taken whether a client's certificate is learnt at all: asked in the handshake, or told by a proxy
 * @param authorities who vouches for clients' certificates
 */
public record TlsClients(boolean taken, List<X509Certificate> authorities) {
    public static final TlsClients NONE = new TlsClients(false, List.of());

    public TlsClients {
        authorities = List.copyOf(authorities);
    }

    /** The ways to prove oneself that work here. */
    public Set<ClientAuthentication> ways() {
        var ways = EnumSet.noneOf(ClientAuthentication.class);
        if (taken) {
            ways.add(ClientAuthentication.SELF_SIGNED_TLS);
        }
        if (taken && !authorities.isEmpty()) {
            ways.add(ClientAuthentication.TLS);
        }
        return ways;
    }
}

package dev.sallyport.kit.engine;

import java.util.List;

/**
 * How a place that is listened on is encrypted: TLS 1.3, or 1.2 with the cipher suites that encrypt and authenticate at once.
 * The keys may be exchanged while it is listened; handshakes that have begun end with those they began with.
 */
public final class Tls {
    /** Whether clients are asked for a certificate; none has to have one. */
    public enum Clients {
        NOT_ASKED,
        ASKED
    }

    private final ServerKeys keys;
    private final Clients clients;

    /** @param keys at least one; the first is for clients that name no host, or none of ours */
    public Tls(List<CertifiedKey> keys, Clients clients) {
        this.keys = new ServerKeys(keys);
        this.clients = clients;
    }

    /** From the next handshake on, these. */
    public void exchange(List<CertifiedKey> others) {
        keys.exchange(others);
    }

    /**
     * Answers the authority's validation of a host by {@code acme-tls/1} (RFC 8737) until it ends; other handshakes know nothing of it.
     *
     * @param host in lower case
     */
    public void showForValidation(String host, CertifiedKey key) {
        keys.showForValidation(host, key);
    }

    public void endValidation(String host) {
        keys.endValidation(host);
    }

    boolean asksClients() {
        return clients == Clients.ASKED;
    }

    ServerKeys keys() {
        return keys;
    }
}

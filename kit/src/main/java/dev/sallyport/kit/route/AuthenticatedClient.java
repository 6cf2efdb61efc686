package dev.sallyport.kit.route;

import dev.sallyport.domain.client.Client;

/** Proof that a client proved who it is. Only {@link Guards} makes one. */
public final class AuthenticatedClient {
    private final Client client;

    AuthenticatedClient(Client client) {
        this.client = client;
    }

    public Client client() {
        return client;
    }
}

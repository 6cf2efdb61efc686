package dev.sallyport.auth.jose;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientMetadata;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts signed tokens into the envelope that a client asked for. */
public final class Envelopes {
    private static final Logger LOG = LoggerFactory.getLogger(Envelopes.class);

    private final ClientKeys keys;

    public Envelopes(ClientKeys keys) {
        this.keys = keys;
    }

    /** What became of a token. */
    public sealed interface Enveloped {
        /** @param token encrypted, or as it was signed for a client that asks for no more */
        record Ready(String token) implements Enveloped {}

        /** The client wants it encrypted and has no key for that; it does not go out in the clear instead. */
        record NoKey() implements Enveloped {}
    }

    /** @param wish how, where the client asked for encryption */
    @Spec("OpenID Connect Core §10.2")
    public Enveloped of(String signed, Client client, Optional<ClientMetadata.Encryption> wish) {
        return wish.isEmpty() ? new Enveloped.Ready(signed) : encrypted(signed, client, wish.get());
    }

    private Enveloped encrypted(String signed, Client client, ClientMetadata.Encryption wish) {
        var source =
                new ClientKeySource(client.metadata().jwks(), client.metadata().jwksUri());
        ClientEncryption.Outcome outcome = ClientEncryption.of(wish.alg(), wish.enc())
                .map(encryption -> encryption.encrypt(signed, keys.all(source)))
                .orElseGet(ClientEncryption.Outcome.NoKey::new);
        return switch (outcome) {
            case ClientEncryption.Outcome.Encrypted(var jwe) -> new Enveloped.Ready(jwe);
            case ClientEncryption.Outcome.NoKey() -> {
                LOG.warn(
                        "client {} wants tokens encrypted by {} and has no public key for it", client.id(), wish.alg());
                yield new Enveloped.NoKey();
            }
        };
    }
}

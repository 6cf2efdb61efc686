package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator gives a client a new secret beside the one it has, so that it can change over without a gap. At most two are
 * good at once (T32): one that was waiting for its end is gone now.
 */
public final class RotateClientSecret {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public RotateClientSecret(ClientStore clients, RecordEvent events, InstantSource clock, RandomSource random) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** The new secret; the one before it is good too. */
        record Rotated(Secret secret) implements Outcome {}

        /** The client has no secret and needs none: it is public, or proves itself by a key. */
        record Secretless() implements Outcome {}

        record NoSuchClient() implements Outcome {}

        /** The configuration declares it, and names its secret. */
        record Declared() implements Outcome {}
    }

    public Outcome rotate(ClientId id) {
        Optional<Client> found = clients.byId(id);
        if (found.isEmpty()) {
            return new Outcome.NoSuchClient();
        }
        Client client = found.get();
        if (client.isDeclared()) {
            return new Outcome.Declared();
        }
        if (client.secrets().isEmpty()) {
            return new Outcome.Secretless();
        }
        Secret secret = Secret.of(random.token());
        List<Digest> next = List.of(client.secrets().getLast(), Digest.of(secret.reveal()));
        if (!clients.changeSecrets(id, client.secrets(), next)) {
            // Somebody else changed them in between; look again.
            return rotate(id);
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "operator", "client", id.value(), "change", "secret rotated"),
                clock.instant());
        return new Outcome.Rotated(secret);
    }
}

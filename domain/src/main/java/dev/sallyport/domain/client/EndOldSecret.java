package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator ends the secret that a client's newest one replaced; only the newest is good from now on. */
public final class EndOldSecret {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;

    public EndOldSecret(ClientStore clients, RecordEvent events, InstantSource clock) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Ended() implements Outcome {}

        /** There is at most one secret; nothing was changed. */
        record NothingOld() implements Outcome {}

        record NoSuchClient() implements Outcome {}

        /** The configuration declares it, and names its secret. */
        record Declared() implements Outcome {}
    }

    public Outcome end(ClientId id) {
        Optional<Client> found = clients.byId(id);
        if (found.isEmpty()) {
            return new Outcome.NoSuchClient();
        }
        Client client = found.get();
        if (client.isDeclared()) {
            return new Outcome.Declared();
        }
        if (client.secrets().size() < 2) {
            return new Outcome.NothingOld();
        }
        List<Digest> newest = List.of(client.secrets().getLast());
        if (!clients.changeSecrets(id, client.secrets(), newest)) {
            // Somebody else changed them in between; look again.
            return end(id);
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "operator", "client", id.value(), "change", "old secret ended"),
                clock.instant());
        return new Outcome.Ended();
    }
}

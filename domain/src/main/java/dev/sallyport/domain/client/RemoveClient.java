package dev.sallyport.domain.client;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator forgets a client. */
public final class RemoveClient {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;

    public RemoveClient(ClientStore clients, RecordEvent events, InstantSource clock) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
    }

    public ClientChanged remove(ClientId id) {
        Optional<Client> client = clients.byId(id);
        if (client.filter(Client::isDeclared).isPresent()) {
            return new ClientChanged.Declared();
        }
        if (client.isEmpty() || !clients.remove(id)) {
            return new ClientChanged.NoSuchClient();
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "operator", "client", id.value(), "change", "removed"),
                clock.instant());
        return new ClientChanged.Done();
    }
}

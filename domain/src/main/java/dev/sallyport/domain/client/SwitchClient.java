package dev.sallyport.domain.client;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator keeps a client out, or lets it in again. A client that is kept out gets no tokens and refreshes none. */
public final class SwitchClient {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;

    public SwitchClient(ClientStore clients, RecordEvent events, InstantSource clock) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
    }

    public ClientChanged turn(ClientId id, boolean on) {
        Optional<Client> client = clients.byId(id);
        if (client.filter(Client::isDeclared).isPresent()) {
            return new ClientChanged.Declared();
        }
        if (client.isEmpty() || !clients.enable(id, on)) {
            return new ClientChanged.NoSuchClient();
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "operator", "client", id.value(), "change", on ? "enabled" : "disabled"),
                clock.instant());
        return new ClientChanged.Done();
    }
}

package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator brings in an application that another program knew, with the secret that it has there. */
public final class ImportClient {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;

    public ImportClient(ClientStore clients, RecordEvent events, InstantSource clock) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
    }

    /**
     * An application as it was there.
     *
     * @param secret kept as a digest (T32); without one a confidential client proves itself once an operator makes it a new one
     * @param enabled whether it is let in
     * @param postLogoutRedirects compared as exact strings
     */
    public record Known(
            AddClient.Application application,
            Optional<Secret> secret,
            boolean enabled,
            List<String> postLogoutRedirects) {
        public Known {
            postLogoutRedirects = List.copyOf(postLogoutRedirects);
        }
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Added() implements Outcome {}

        /** There is a client of this id; nothing was changed. */
        record Here() implements Outcome {}

        /** @param objections everything that does not go together; nothing was kept */
        record Refused(List<String> objections) implements Outcome {
            public Refused {
                objections = List.copyOf(objections);
            }
        }
    }

    /** What {@link #bring} would say; nothing is kept. */
    public Outcome foresee(Known known) {
        List<String> objections = AddClient.objections(known.application()).toList();
        if (!objections.isEmpty()) {
            return new Outcome.Refused(objections);
        }
        return clients.byId(known.application().id()).isPresent() ? new Outcome.Here() : new Outcome.Added();
    }

    public Outcome bring(Known known) {
        List<String> objections = AddClient.objections(known.application()).toList();
        if (!objections.isEmpty()) {
            return new Outcome.Refused(objections);
        }
        Instant now = clock.instant();
        if (!clients.add(client(known, now))) {
            return new Outcome.Here();
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of(
                        "by", "operator",
                        "client", known.application().id().value(),
                        "change", "imported"),
                now);
        return new Outcome.Added();
    }

    private static Client client(Known known, Instant now) {
        AddClient.Application a = known.application();
        return new Client(
                a.id(),
                a.name(),
                a.isPublic(),
                known.secret()
                        .map(secret -> List.of(Digest.of(secret.reveal())))
                        .orElse(List.of()),
                a.grants(),
                a.scopes(),
                a.redirectUris(),
                a.refreshInCookie(),
                known.enabled(),
                Client.Origin.ADDED,
                now,
                ClientMetadata.NONE.with(a.logout()).withPostLogoutRedirects(known.postLogoutRedirects()));
    }
}

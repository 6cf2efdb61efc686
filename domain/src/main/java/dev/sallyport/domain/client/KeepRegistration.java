package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client that registered itself changes or ends its registration, by its registration access token (RFC 7592). */
public final class KeepRegistration {
    private final ClientStore clients;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public KeepRegistration(ClientStore clients, RecordEvent events, InstantSource clock, RandomSource random) {
        this.clients = clients;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** What became of a change. */
    public sealed interface Outcome {
        /**
         * @param secret the new one, where the client had none and needs one now
         * @param token the new registration access token; the one before is spent
         */
        record Changed(Client client, Optional<Secret> secret, Secret token) implements Outcome {}

        /** Somebody else was quicker with the same token; nothing was changed. */
        record Stale() implements Outcome {}
    }

    /** The client that this token keeps; empty for an unknown client too, and for one that the operator keeps out. */
    @Spec("RFC 7592 §2")
    public Optional<Client> find(ClientId id, Secret token) {
        return clients.byId(id)
                .filter(client -> client.isKeptBy(token.reveal()))
                .filter(Client::enabled);
    }

    /** Puts the terms in the place of what held before, as a whole; of two at once with one token, one wins (T13). */
    @Spec("RFC 7592 §2.2")
    public Outcome change(Client current, ClientTerms terms) {
        boolean hasSecret = !current.secrets().isEmpty();
        Optional<Secret> secret =
                terms.needsSecret() && !hasSecret ? Optional.of(Secret.of(random.token())) : Optional.empty();
        List<Digest> digests = secret.map(s -> List.of(Digest.of(s.reveal())))
                .orElseGet(() -> terms.needsSecret() ? current.secrets() : List.of());
        Secret token = Secret.of(random.token());
        Client next = terms.registered(
                current.id(), digests, Digest.of(token.reveal()), current.enabled(), current.created());
        if (!clients.replace(current, next)) {
            return new Outcome.Stale();
        }
        record(next.id(), "registration changed");
        return new Outcome.Changed(next, secret, token);
    }

    /** Forgets the client, and with it every grant that it has (T30). */
    @Spec("RFC 7592 §2.3")
    public void end(Client client) {
        if (clients.remove(client.id())) {
            record(client.id(), "registration ended");
        }
    }

    private void record(ClientId id, String change) {
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "client", "client", id.value(), "change", change),
                clock.instant());
    }
}

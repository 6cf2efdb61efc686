package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.token.OneTimeStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An application becomes a client by its own word (RFC 7591 §3). Secret and token are told once and kept as digests (T32). */
public final class RegisterClient {
    private final ClientStore clients;
    private final OneTimeStore invitations;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public RegisterClient(
            ClientStore clients,
            OneTimeStore invitations,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.clients = clients;
        this.invitations = invitations;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** By what an application is let in. */
    public sealed interface Entry {
        /** Registration is open to it. */
        record Free() implements Entry {}

        /** An initial access token, good for one registration (RFC 7591 §1.2). */
        record Invited(Secret token) implements Entry {}
    }

    /** What became of it. */
    public sealed interface Outcome {
        /**
         * @param secret absent where the client has none
         * @param token the registration access token (RFC 7592 §1.2)
         */
        record Registered(Client client, Optional<Secret> secret, Secret token) implements Outcome {}

        /** The initial access token is unknown, spent or expired; nothing was kept. */
        record NotInvited() implements Outcome {}
    }

    /** The initial access token is spent only by a registration that can be. */
    @Spec("RFC 7591 §3.2.1")
    public Outcome register(ClientTerms terms, Entry entry) {
        Instant now = clock.instant();
        if (entry instanceof Entry.Invited(var invitation)
                && !(invitations.take(OneTimeStore.Purpose.REGISTRATION, Digest.of(invitation.reveal()), now)
                        instanceof OneTimeStore.Taken.First)) {
            return new Outcome.NotInvited();
        }
        Optional<Secret> secret = terms.needsSecret() ? Optional.of(Secret.of(random.token())) : Optional.empty();
        Secret token = Secret.of(random.token());
        List<Digest> digests = secret.stream().map(s -> Digest.of(s.reveal())).toList();
        var id = new ClientId(random.uuid(now).toString());
        Client client = terms.registered(id, digests, Digest.of(token.reveal()), true, now);
        if (!clients.add(client)) {
            throw new IllegalStateException("an id of 74 random bits was given twice");
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED,
                Optional.empty(),
                Map.of("by", "client", "client", id.value(), "change", "registered"),
                now);
        return new Outcome.Registered(client, secret, token);
    }
}

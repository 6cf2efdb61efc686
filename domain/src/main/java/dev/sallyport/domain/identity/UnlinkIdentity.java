package dev.sallyport.domain.identity;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A person lets an account elsewhere go: it signs them in no longer, and what rests on the word of another provider alone ends
 * with it. Their last way in stays, and so does the session in which they say so.
 */
public final class UnlinkIdentity {
    private final IdentityStore identities;
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public UnlinkIdentity(IdentityStore identities, SessionStore sessions, RecordEvent events, InstantSource clock) {
        this.identities = identities;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** @param here the session in which it is asked for */
    public IdentityStore.Removed unlink(PersonId person, Optional<SessionId> here, IdentityId id, Address address) {
        Map<String, String> details = identities.of(person).stream()
                .filter(identity -> identity.id().equals(id))
                .findFirst()
                .map(identity -> Map.of("provider", identity.label()))
                .orElse(Map.of());
        IdentityStore.Removed removed = identities.remove(person, id);
        if (removed == IdentityStore.Removed.GONE) {
            Instant now = clock.instant();
            sessions.live(person, now).stream()
                    .filter(session -> session.methods().equals(SignOnElsewhere.FEDERATED))
                    .filter(session -> !here.equals(Optional.of(session.id())))
                    .forEach(session -> sessions.end(session.id(), person, now));
            events.record(
                    AuditEvent.Kind.IDENTITY_REMOVED, Optional.of(person), Optional.empty(), address, details, now);
        }
        return removed;
    }
}

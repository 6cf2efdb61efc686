package dev.sallyport.domain.identity;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A person lets an account elsewhere go: it signs them in no longer. Their last way in stays. */
public final class UnlinkIdentity {
    private final IdentityStore identities;
    private final RecordEvent events;
    private final InstantSource clock;

    public UnlinkIdentity(IdentityStore identities, RecordEvent events, InstantSource clock) {
        this.identities = identities;
        this.events = events;
        this.clock = clock;
    }

    public IdentityStore.Removed unlink(PersonId person, IdentityId id, Address address) {
        Map<String, String> details = identities.of(person).stream()
                .filter(identity -> identity.id().equals(id))
                .findFirst()
                .map(identity -> Map.of("provider", identity.label()))
                .orElse(Map.of());
        IdentityStore.Removed removed = identities.remove(person, id);
        if (removed == IdentityStore.Removed.GONE) {
            events.record(
                    AuditEvent.Kind.IDENTITY_REMOVED,
                    Optional.of(person),
                    Optional.empty(),
                    address,
                    details,
                    clock.instant());
        }
        return removed;
    }
}

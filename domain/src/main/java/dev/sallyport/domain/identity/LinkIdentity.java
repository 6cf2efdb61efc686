package dev.sallyport.domain.identity;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Links an account elsewhere to that of somebody who has just proven theirs here; the owner gets a letter. */
public final class LinkIdentity {
    private final IdentityStore identities;
    private final Letters letters;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public LinkIdentity(
            IdentityStore identities, Letters letters, RecordEvent events, InstantSource clock, RandomSource random) {
        this.identities = identities;
        this.letters = letters;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    public IdentityStore.Linked link(Person person, SessionId session, Introduction introduction, Address address) {
        Instant now = clock.instant();
        var id = new IdentityId(random.uuid(now));
        IdentityStore.Linked linked = identities.link(Identity.of(id, person.id(), introduction, now));
        if (linked == IdentityStore.Linked.NEW) {
            events.record(
                    AuditEvent.Kind.IDENTITY_LINKED,
                    Optional.of(person.id()),
                    Optional.of(session),
                    address,
                    Map.of("provider", introduction.label()),
                    now);
            letters.identityLinked(person, introduction.label(), now);
        }
        return linked;
    }
}

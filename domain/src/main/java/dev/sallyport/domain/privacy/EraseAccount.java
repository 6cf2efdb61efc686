package dev.sallyport.domain.privacy;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Closes an account for good and sends the job that erases it ({@link ErasePerson}). */
public final class EraseAccount {
    private final Links links;
    private final PersonStore people;
    private final SessionStore sessions;
    private final JobStore jobs;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public EraseAccount(
            Links links,
            PersonStore people,
            SessionStore sessions,
            JobStore jobs,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.links = links;
        this.people = people;
        this.sessions = sessions;
        this.jobs = jobs;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** The mailbox agrees. False when the link is not ours, has expired or was used before, and when there is no such account. */
    public boolean confirmed(String token, Address address) {
        return switch (links.take(Purpose.ERASE, token, clock.instant())) {
            case Taken.First(String id) -> begin(PersonId.of(id), "self", Optional.of(address));
            case Taken.Again(String id) -> false;
            case Taken.Never() -> false;
        };
    }

    /** An operator does it; false when there is no such account. */
    public boolean byOperator(PersonId person) {
        return begin(person, "operator", Optional.empty());
    }

    /** The job first: what was begun comes to its end, whatever breaks behind it. */
    private boolean begin(PersonId person, String by, Optional<Address> address) {
        Instant now = clock.instant();
        if (people.byId(person).isEmpty()) {
            return false;
        }
        jobs.add(ErasePerson.job(person, by, random, now));
        people.changeState(person, AccountState.DISABLED);
        sessions.endAll(person, now);
        address.ifPresentOrElse(
                from -> events.record(
                        AuditEvent.Kind.ERASURE_BEGUN,
                        Optional.of(person),
                        Optional.empty(),
                        from,
                        Map.of("by", by),
                        now),
                () -> events.record(AuditEvent.Kind.ERASURE_BEGUN, Optional.of(person), Map.of("by", by), now));
        return true;
    }
}

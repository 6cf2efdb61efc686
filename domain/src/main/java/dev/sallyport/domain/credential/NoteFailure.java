package dev.sallyport.domain.credential;

import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.privacy.Address;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Writes down a failed sign-in, and tells the owner once when a failure suspends the name. */
public final class NoteFailure {
    private final RecordEvent events;
    private final Letters letters;

    public NoteFailure(RecordEvent events, Letters letters) {
        this.events = events;
        this.letters = letters;
    }

    /** Noted for unknown names too, for the administrator and so that both take the same time. */
    void failed(Optional<Person> person, Address address, Instant now) {
        events.record(AuditEvent.Kind.SIGN_IN_FAILED, person.map(Person::id), Optional.empty(), address, Map.of(), now);
    }

    void suspended(Optional<Person> person, AttemptKey name, Address address, Instant now, Instant until) {
        events.record(
                AuditEvent.Kind.ACCOUNT_SUSPENDED,
                person.map(Person::id),
                Optional.empty(),
                address,
                Map.of("until", until.toString()),
                now);
        person.filter(Person::isActive).ifPresent(p -> letters.suspended(p, name, now, until));
    }
}

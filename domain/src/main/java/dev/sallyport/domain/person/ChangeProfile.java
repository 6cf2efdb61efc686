package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A person changes what they are called. */
public final class ChangeProfile {
    private static final int TRIES = 10;

    private final PersonStore people;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomSource random;

    public ChangeProfile(PersonStore people, AuditLog log, InstantSource clock, RandomSource random) {
        this.people = people;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Calls the person {@code name}, provided that the version in place is one that {@code expected} accepts. The write
     * itself is conditional, so of two changes that expect the same version only one takes place.
     */
    public Changed change(PersonId id, SessionId session, PersonName name, Predicate<String> expected) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Person> found = people.byId(id);
            if (found.isEmpty()) {
                return new Changed.NoSuchPerson();
            }
            Person person = found.get();
            if (!expected.test(Profile.of(person).version())) {
                return new Changed.Outdated();
            }
            if (person.name().equals(name.value())) {
                return new Changed.Now(Profile.of(person));
            }
            if (people.rename(id, person.name(), name.value())) {
                note(id, session);
                return new Changed.Now(Profile.of(renamed(person, name)));
            }
        }
        return new Changed.Outdated();
    }

    private void note(PersonId id, SessionId session) {
        Instant now = clock.instant();
        log.append(new AuditEvent(
                random.uuid(now),
                AuditEvent.Kind.PROFILE_CHANGED,
                Optional.of(id),
                Optional.of(session),
                Optional.empty(),
                Map.of("changed", "name"),
                now));
    }

    private static Person renamed(Person p, PersonName name) {
        return new Person(p.id(), p.email(), p.emailVerified(), name.value(), p.roles(), p.state(), p.created());
    }

    /** What came of the change. */
    public sealed interface Changed {
        record Now(Profile profile) implements Changed {}

        /** The version in place was not the one expected; nothing was changed. */
        record Outdated() implements Changed {}

        record NoSuchPerson() implements Changed {}
    }
}

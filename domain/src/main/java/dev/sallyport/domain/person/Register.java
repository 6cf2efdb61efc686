package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordHasher.Hashed;
import dev.sallyport.domain.privacy.Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Opens an account. Whether the address is known shows neither in the outcome nor in the work that is done (T24): each way
 * is one hash, one conditional write, one link, one letter and one event.
 */
public final class Register {
    private final PersonStore people;
    private final PasswordHasher hasher;
    private final Letters letters;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public Register(
            PersonStore people,
            PasswordHasher hasher,
            Letters letters,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.people = people;
        this.hasher = hasher;
        this.letters = letters;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param name what the person wants to be called, empty when they did not say
     * @param language of the request, a tag such as {@code de}
     */
    public record Application(EmailAddress email, Secret password, String name, String language, Address address) {}

    /** What a registration came to. */
    public sealed interface Outcome {
        /** The rest is said in a letter to the address. */
        record Accepted() implements Outcome {}

        /** The hashing pool is full (T44). */
        record Busy() implements Outcome {}
    }

    public Outcome register(Application application) {
        return switch (hasher.hash(application.password())) {
            case Hashed.Busy() -> new Outcome.Busy();
            case Hashed.Done(PasswordHash hash) -> accept(application, hash);
        };
    }

    private Outcome accept(Application application, PasswordHash hash) {
        Instant now = clock.instant();
        switch (people.add(applicant(application, now), hash)) {
            case PersonStore.Added.New(Person person) -> {
                letters.welcome(person, hash, application.language(), now);
                note(AuditEvent.Kind.ACCOUNT_CREATED, person, application, now);
            }
            case PersonStore.Added.Taken(Person existing) -> {
                if (existing.emailVerified()) {
                    letters.alreadyRegistered(existing, application.language(), now);
                } else {
                    letters.welcome(existing, hash, application.language(), now);
                }
                note(AuditEvent.Kind.REGISTERED_AGAIN, existing, application, now);
            }
        }
        return new Outcome.Accepted();
    }

    private Person applicant(Application application, Instant now) {
        var id = new PersonId(random.uuid(now));
        return new Person(
                id, application.email(), false, application.name(), new TreeSet<>(), AccountState.ACTIVE, now);
    }

    private void note(AuditEvent.Kind kind, Person person, Application application, Instant now) {
        events.record(kind, Optional.of(person.id()), Optional.empty(), application.address(), Map.of(), now);
    }
}

package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordHasher.Hashed;
import dev.sallyport.domain.credential.PasswordPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator opens an account for somebody, with a password. Nobody has to confirm the address: the operator knows whose it is. */
public final class AddPerson {
    private final PersonStore people;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public AddPerson(
            PersonStore people,
            PasswordHasher hasher,
            PasswordPolicy policy,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.people = people;
        this.hasher = hasher;
        this.policy = policy;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Added(Person person) implements Outcome {}

        /** The address belongs to {@code existing}; nothing was changed. */
        record Taken(Person existing) implements Outcome {}

        /** @param objection what is wrong with the password */
        record WeakPassword(String objection) implements Outcome {}

        /** The hashing pool is full (T44). */
        record Busy() implements Outcome {}
    }

    public Outcome add(Newcomer newcomer, Secret password) {
        Optional<String> objection = policy.objection(password);
        return objection.<Outcome>map(Outcome.WeakPassword::new).orElseGet(() -> hashed(newcomer, password));
    }

    /** With a password that nobody knows, until the newcomer chooses one. */
    Outcome addWithoutPassword(Newcomer newcomer) {
        return hashed(newcomer, Secret.of(random.token()));
    }

    private Outcome hashed(Newcomer newcomer, Secret password) {
        return switch (hasher.hash(password)) {
            case Hashed.Busy() -> new Outcome.Busy();
            case Hashed.Done(PasswordHash hash) -> kept(newcomer, hash);
        };
    }

    private Outcome kept(Newcomer newcomer, PasswordHash hash) {
        Instant now = clock.instant();
        var person = new Person(
                new PersonId(random.uuid(now)),
                newcomer.email(),
                true,
                newcomer.name().value(),
                newcomer.roles(),
                AccountState.ACTIVE,
                now);
        return switch (people.add(person, hash)) {
            case PersonStore.Added.New(Person added) -> {
                events.record(AuditEvent.Kind.ACCOUNT_CREATED, Optional.of(added.id()), Map.of("by", "operator"), now);
                yield new Outcome.Added(added);
            }
            case PersonStore.Added.Taken(Person existing) -> new Outcome.Taken(existing);
        };
    }
}

package dev.sallyport.domain.person;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.PasswordHasher.Hashed;
import dev.sallyport.domain.credential.PasswordPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes an administrator where there is none yet: from values the operator gave, or through the set-up link. */
public final class CreateFirstAdministrator {
    private final PersonStore people;
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final InstantSource clock;
    private final RandomSource random;

    public CreateFirstAdministrator(
            PersonStore people,
            PasswordHasher hasher,
            PasswordPolicy policy,
            InstantSource clock,
            RandomSource random) {
        this.people = people;
        this.hasher = hasher;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Created(Person person) implements Outcome {}

        /** Somebody holds the role already; nothing was changed. */
        record NotFirst() implements Outcome {}

        /** The address belongs to an account that is no administrator; nothing was changed. */
        record Taken() implements Outcome {}

        /** @param objection what is wrong with the password */
        record WeakPassword(String objection) implements Outcome {}

        /** The hashing pool is full (T44). */
        record Busy() implements Outcome {}
    }

    public Outcome create(EmailAddress email, Secret password, String name) {
        if (people.anyWith(Role.ADMIN)) {
            return new Outcome.NotFirst();
        }
        Optional<String> objection = policy.objection(password);
        if (objection.isPresent()) {
            return new Outcome.WeakPassword(objection.get());
        }
        return switch (hasher.hash(password)) {
            case Hashed.Busy() -> new Outcome.Busy();
            case Hashed.Done(PasswordHash hash) -> add(email, hash, name);
        };
    }

    private Outcome add(EmailAddress email, PasswordHash hash, String name) {
        Instant now = clock.instant();
        SortedSet<Role> roles = new TreeSet<>();
        roles.add(Role.ADMIN);
        var id = new PersonId(random.uuid(now));
        return switch (people.add(new Person(id, email, true, name, roles, AccountState.ACTIVE, now), hash)) {
            case PersonStore.Added.New(Person person) -> new Outcome.Created(person);
            case PersonStore.Added.Taken(Person existing) -> new Outcome.Taken();
        };
    }
}

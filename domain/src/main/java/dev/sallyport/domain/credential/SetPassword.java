package dev.sallyport.domain.credential;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * An operator gives a person a new password. As after {@link ResetPassword}, every session ends, links to choose a password are
 * withdrawn, and a suspension of the name is lifted.
 */
public final class SetPassword {
    private final PasswordHasher hasher;
    private final PasswordPolicy policy;
    private final PersonStore people;
    private final SessionStore sessions;
    private final AttemptStore attempts;
    private final AttemptNames names;
    private final Links links;
    private final RecordEvent events;
    private final InstantSource clock;

    public SetPassword(
            PasswordHasher hasher,
            PasswordPolicy policy,
            PersonStore people,
            SessionStore sessions,
            AttemptStore attempts,
            AttemptNames names,
            Links links,
            RecordEvent events,
            InstantSource clock) {
        this.hasher = hasher;
        this.policy = policy;
        this.people = people;
        this.sessions = sessions;
        this.attempts = attempts;
        this.names = names;
        this.links = links;
        this.events = events;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** @param sessions how many were ended */
        record Done(int sessions) implements Outcome {}

        /** @param objection what is wrong with the password */
        record WeakPassword(String objection) implements Outcome {}

        record NoSuchPerson() implements Outcome {}

        /** The hashing pool is full (T44). */
        record Busy() implements Outcome {}
    }

    public Outcome set(Person person, Secret password) {
        Optional<String> objection = policy.objection(password);
        if (objection.isPresent()) {
            return new Outcome.WeakPassword(objection.get());
        }
        return switch (hasher.hash(password)) {
            case PasswordHasher.Hashed.Busy() -> new Outcome.Busy();
            case PasswordHasher.Hashed.Done(PasswordHash hash) -> written(person, hash);
        };
    }

    private Outcome written(Person person, PasswordHash hash) {
        Instant now = clock.instant();
        if (!people.resetPassword(person.id(), hash)) {
            return new Outcome.NoSuchPerson();
        }
        int ended = sessions.endAll(person.id(), now);
        links.withdraw(Purpose.RESET_PASSWORD, person.id().toString());
        attempts.clear(names.ofName(person.email().value()));
        events.record(AuditEvent.Kind.PASSWORD_CHANGED, Optional.of(person.id()), Map.of("by", "operator"), now);
        return new Outcome.Done(ended);
    }
}

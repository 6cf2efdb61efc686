package dev.sallyport.domain.credential;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The owner of a mailbox chooses a new password by the link of the letter. The link is taken before anything is written, and
 * only who took it writes (T07). Every session ends, other links are withdrawn, and a suspension of the name is lifted.
 */
public final class ResetPassword {
    private final Links links;
    private final PasswordHasher hasher;
    private final PersonStore people;
    private final SessionStore sessions;
    private final AttemptStore attempts;
    private final AttemptNames names;
    private final RecordEvent events;
    private final InstantSource clock;

    public ResetPassword(
            Links links,
            PasswordHasher hasher,
            PersonStore people,
            SessionStore sessions,
            AttemptStore attempts,
            AttemptNames names,
            RecordEvent events,
            InstantSource clock) {
        this.links = links;
        this.hasher = hasher;
        this.people = people;
        this.sessions = sessions;
        this.attempts = attempts;
        this.names = names;
        this.events = events;
        this.clock = clock;
    }

    /** What came of it. */
    public enum Outcome {
        DONE,
        /** The link is not ours, has expired or was used before. */
        BAD_LINK,
        /** The hashing pool is full; the link is still good (T44). */
        BUSY
    }

    public Outcome reset(String token, Secret password, Address address) {
        if (!links.signed(Purpose.RESET_PASSWORD, token)) {
            return Outcome.BAD_LINK;
        }
        return switch (hasher.hash(password)) {
            case PasswordHasher.Hashed.Busy() -> Outcome.BUSY;
            case PasswordHasher.Hashed.Done(PasswordHash hash) -> taken(token, hash, address);
        };
    }

    private Outcome taken(String token, PasswordHash hash, Address address) {
        Instant now = clock.instant();
        return switch (links.take(Purpose.RESET_PASSWORD, token, now)) {
            case Taken.First(String payload) -> written(PersonId.of(payload), hash, address, now);
            case Taken.Again(String payload) -> Outcome.BAD_LINK;
            case Taken.Never() -> Outcome.BAD_LINK;
        };
    }

    private Outcome written(PersonId person, PasswordHash hash, Address address, Instant now) {
        if (!people.resetPassword(person, hash)) {
            return Outcome.BAD_LINK;
        }
        sessions.endAll(person, now);
        links.withdraw(Purpose.RESET_PASSWORD, person.toString());
        people.byId(person).ifPresent(p -> attempts.clear(names.ofName(p.email().value())));
        events.record(
                AuditEvent.Kind.PASSWORD_CHANGED,
                Optional.of(person),
                Optional.empty(),
                address,
                Map.of("by", "link"),
                now);
        return Outcome.DONE;
    }
}

package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.attempt.AttemptNames;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.credential.ResetPassword;
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
 * The old mailbox takes a change of address back. Whoever changed it knew the password, so the owner chooses another in the same
 * step, and every session ends: one link, one write (T07).
 */
public final class UndoEmail {
    private final Links links;
    private final PasswordHasher hasher;
    private final Mailboxes mailboxes;
    private final SessionStore sessions;
    private final AttemptStore attempts;
    private final AttemptNames names;
    private final RecordEvent events;
    private final InstantSource clock;

    public UndoEmail(
            Links links,
            PasswordHasher hasher,
            Mailboxes mailboxes,
            SessionStore sessions,
            AttemptStore attempts,
            AttemptNames names,
            RecordEvent events,
            InstantSource clock) {
        this.links = links;
        this.hasher = hasher;
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.attempts = attempts;
        this.names = names;
        this.events = events;
        this.clock = clock;
    }

    public ResetPassword.Outcome undo(String token, Secret password, Address address) {
        if (!links.signed(Purpose.UNDO_EMAIL, token)) {
            return ResetPassword.Outcome.BAD_LINK;
        }
        return switch (hasher.hash(password)) {
            case PasswordHasher.Hashed.Busy() -> ResetPassword.Outcome.BUSY;
            case PasswordHasher.Hashed.Done(PasswordHash hash) -> taken(token, hash, address);
        };
    }

    private ResetPassword.Outcome taken(String token, PasswordHash hash, Address address) {
        Instant now = clock.instant();
        return switch (links.take(Purpose.UNDO_EMAIL, token, now)) {
            case Taken.First(String payload) -> undone(payload.split(" ", -1), hash, address, now);
            case Taken.Again(String payload) -> ResetPassword.Outcome.BAD_LINK;
            case Taken.Never() -> ResetPassword.Outcome.BAD_LINK;
        };
    }

    private ResetPassword.Outcome undone(String[] parts, PasswordHash hash, Address address, Instant now) {
        PersonId id = PersonId.of(parts[0]);
        var to = new EmailAddress(parts[2]);
        if (mailboxes.restore(id, new EmailAddress(parts[1]), to, hash) != Mailboxes.Change.DONE) {
            return ResetPassword.Outcome.BAD_LINK;
        }
        sessions.endAll(id, now);
        for (Purpose purpose : new Purpose[] {Purpose.CHANGE_EMAIL, Purpose.RESET_PASSWORD, Purpose.UNLOCK}) {
            links.withdraw(purpose, id.toString());
        }
        attempts.clear(names.ofName(to.value()));
        events.record(
                AuditEvent.Kind.EMAIL_CHANGED, Optional.of(id), Optional.empty(), address, Map.of("by", "undo"), now);
        return ResetPassword.Outcome.DONE;
    }
}

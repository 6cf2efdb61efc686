package dev.sallyport.domain.person;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.PasswordHash;
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
 * The owner of a mailbox confirms one registration. The password of that registration holds from now on; whoever registered
 * the address before loses password and sessions (T25).
 */
public final class VerifyEmail {
    private final Links links;
    private final PersonStore people;
    private final Mailboxes mailboxes;
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public VerifyEmail(
            Links links,
            PersonStore people,
            Mailboxes mailboxes,
            SessionStore sessions,
            RecordEvent events,
            InstantSource clock) {
        this.links = links;
        this.people = people;
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * False when the link is not ours, has expired, was used before, or the address was verified by another.
     *
     * @param language of the owner's browser, in which letters are written from now on
     */
    public boolean verify(String token, String language, Address address) {
        Instant now = clock.instant();
        return switch (links.take(Purpose.VERIFY_EMAIL, token, now)) {
            case Taken.First(String payload) -> confirmed(payload, language, address, now);
            case Taken.Again(String payload) -> false;
            case Taken.Never() -> false;
        };
    }

    private boolean confirmed(String payload, String language, Address address, Instant now) {
        int space = payload.indexOf(' ');
        PersonId person = PersonId.of(payload.substring(0, space));
        var chosen = new PasswordHash(payload.substring(space + 1));
        Optional<PasswordHash> before = people.password(person);
        if (!people.verifyEmail(person, chosen)) {
            return false;
        }
        mailboxes.speak(person, language);
        if (!before.equals(Optional.of(chosen))) {
            sessions.endAll(person, now);
        }
        events.record(AuditEvent.Kind.EMAIL_VERIFIED, Optional.of(person), Optional.empty(), address, Map.of(), now);
        return true;
    }
}

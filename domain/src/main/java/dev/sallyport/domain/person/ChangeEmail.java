package dev.sallyport.domain.person;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The new mailbox agrees to be the person's address. The link is taken before anything is written, and the write holds only while
 * the address is the one that the change was asked from (T07). Links that were sent to the old mailbox are good for nothing from
 * then on, but for the one that takes the change back.
 */
public final class ChangeEmail {
    private final Links links;
    private final PersonStore people;
    private final Mailboxes mailboxes;
    private final Letters letters;
    private final RecordEvent events;
    private final InstantSource clock;

    public ChangeEmail(
            Links links,
            PersonStore people,
            Mailboxes mailboxes,
            Letters letters,
            RecordEvent events,
            InstantSource clock) {
        this.links = links;
        this.people = people;
        this.mailboxes = mailboxes;
        this.letters = letters;
        this.events = events;
        this.clock = clock;
    }

    /**
     * False when the link is not ours, has expired or was used before, when the address is another person's, and when the
     * account is not as it was when the change was asked for.
     */
    public boolean change(String token, Address address) {
        Instant now = clock.instant();
        return switch (links.take(Purpose.CHANGE_EMAIL, token, now)) {
            case Taken.First(String payload) -> changed(payload.split(" ", -1), address, now);
            case Taken.Again(String payload) -> false;
            case Taken.Never() -> false;
        };
    }

    private boolean changed(String[] parts, Address address, Instant now) {
        PersonId id = PersonId.of(parts[0]);
        var from = new EmailAddress(parts[1]);
        var to = new EmailAddress(parts[2]);
        Optional<Person> person = people.byId(id).filter(Person::isActive);
        if (person.isEmpty() || mailboxes.change(id, from, to, now, now.minus(Letters.UNDO)) != Mailboxes.Change.DONE) {
            return false;
        }
        links.withdraw(Purpose.VERIFY_EMAIL, id.toString());
        links.withdraw(Purpose.RESET_PASSWORD, id.toString());
        links.withdraw(Purpose.UNLOCK, id.toString());
        if (person.get().emailVerified()) {
            letters.emailChanged(person.get(), from, to, now);
        }
        events.record(
                AuditEvent.Kind.EMAIL_CHANGED, Optional.of(id), Optional.empty(), address, Map.of("by", "link"), now);
        return true;
    }
}

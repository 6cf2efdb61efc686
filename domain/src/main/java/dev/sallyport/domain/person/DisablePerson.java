package dev.sallyport.domain.person;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * An operator closes an account: nobody signs in to it, its sessions end and their refresh families with them, and its tokens
 * stop at the next refresh (T30). The account and its data stay.
 */
public final class DisablePerson {
    private final PersonStore people;
    private final SessionStore sessions;
    private final Links links;
    private final RecordEvent events;
    private final InstantSource clock;

    public DisablePerson(
            PersonStore people, SessionStore sessions, Links links, RecordEvent events, InstantSource clock) {
        this.people = people;
        this.sessions = sessions;
        this.links = links;
        this.events = events;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** @param sessions how many were ended */
        record Disabled(int sessions) implements Outcome {}

        record NoSuchPerson() implements Outcome {}
    }

    /** The state first, so that no session opens behind the ones that are ended. */
    public Outcome disable(PersonId id) {
        Instant now = clock.instant();
        if (!people.changeState(id, AccountState.DISABLED)) {
            return new Outcome.NoSuchPerson();
        }
        int ended = sessions.endAll(id, now);
        links.withdraw(Purpose.RESET_PASSWORD, id.toString());
        events.record(AuditEvent.Kind.ACCOUNT_DISABLED, Optional.of(id), Map.of("by", "operator"), now);
        return new Outcome.Disabled(ended);
    }
}

package dev.sallyport.domain.session;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import java.time.Instant;
import java.time.InstantSource;

/** Ends one of one's own sessions, wherever it is. */
public final class EndSession {
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public EndSession(SessionStore sessions, RecordEvent events, InstantSource clock) {
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** False when the person has no such live session. */
    public boolean end(SessionId session, PersonId person, Address address) {
        Instant now = clock.instant();
        boolean ended = sessions.end(session, person, now);
        if (ended) {
            events.record(AuditEvent.Kind.SESSION_ENDED, person, session, address, now);
        }
        return ended;
    }
}

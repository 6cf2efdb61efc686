package dev.sallyport.domain.session;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import java.time.Instant;
import java.time.InstantSource;

/** Ends the session that somebody is in, with its refresh family. */
public final class SignOut {
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public SignOut(SessionStore sessions, RecordEvent events, InstantSource clock) {
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** Whether there was a session to end; signing out twice is no mistake. */
    public boolean signOut(SessionId session, PersonId person, Address address) {
        Instant now = clock.instant();
        boolean ended = sessions.end(session, person, now);
        if (ended) {
            events.record(AuditEvent.Kind.SIGNED_OUT, person, session, address, now);
        }
        return ended;
    }
}

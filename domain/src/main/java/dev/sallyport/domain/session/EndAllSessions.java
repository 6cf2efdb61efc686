package dev.sallyport.domain.session;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator signs a person out everywhere. */
public final class EndAllSessions {
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public EndAllSessions(SessionStore sessions, RecordEvent events, InstantSource clock) {
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /** How many sessions were ended. */
    public int endAll(PersonId person) {
        Instant now = clock.instant();
        int ended = sessions.endAll(person, now);
        if (ended > 0) {
            events.record(
                    AuditEvent.Kind.SESSION_ENDED,
                    Optional.of(person),
                    Map.of("by", "operator", "sessions", Integer.toString(ended)),
                    now);
        }
        return ended;
    }
}

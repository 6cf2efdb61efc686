package dev.sallyport.domain.session;

import dev.sallyport.domain.person.PersonId;
import java.time.InstantSource;
import java.util.List;

/** The live sessions of a person, newest first. */
public final class ListSessions {
    private final SessionStore sessions;
    private final InstantSource clock;

    public ListSessions(SessionStore sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    public List<Session> list(PersonId person) {
        return sessions.live(person, clock.instant());
    }
}

package dev.sallyport.domain.session;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;

/** Ends every session of a person but the one they are in. */
public final class EndOtherSessions {
    private final ListSessions sessions;
    private final EndSession one;

    public EndOtherSessions(ListSessions sessions, EndSession one) {
        this.sessions = sessions;
        this.one = one;
    }

    /** How many were ended. */
    public int endOthers(SessionId current, PersonId person, Address address) {
        return (int) sessions.list(person).stream()
                .filter(session -> !session.id().equals(current))
                .filter(session -> one.end(session.id(), person, address))
                .count();
    }
}

package dev.sallyport.kit.route;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;

/** Proof that a browser has a sign-on session at the authorization endpoint. Only {@link Guards} makes one. */
public final class PageSession {
    private final SessionId session;
    private final PersonId person;

    PageSession(SessionId session, PersonId person) {
        this.session = session;
        this.person = person;
    }

    public SessionId session() {
        return session;
    }

    public PersonId person() {
        return person;
    }
}

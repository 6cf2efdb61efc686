package dev.sallyport.kit.route;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;

/**
 * Proof that a browser sent our cookie, and that a request that changes state came from our own pages and carried the CSRF
 * token of a living session. Only {@link Guards} makes one.
 */
public final class BrowserSession {
    private final SessionId session;
    private final PersonId person;
    private final String credential;

    BrowserSession(SessionId session, PersonId person, String credential) {
        this.session = session;
        this.person = person;
        this.credential = credential;
    }

    public SessionId session() {
        return session;
    }

    public PersonId person() {
        return person;
    }

    /** The value of the cookie that opened the gate. */
    public String credential() {
        return credential;
    }
}

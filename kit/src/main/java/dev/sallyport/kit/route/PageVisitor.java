package dev.sallyport.kit.route;

import dev.sallyport.domain.session.Session;
import java.util.List;
import java.util.Optional;

/** Proof of which sign-on sessions a browser has at the authorization endpoint, if any. Only {@link Guards} makes one. */
public final class PageVisitor {
    private final List<Session> sessions;

    PageVisitor(List<Session> sessions) {
        this.sessions = List.copyOf(sessions);
    }

    /** The session in use. */
    public Optional<Session> current() {
        return sessions.stream().findFirst();
    }

    /** Every live session of the browser, the one in use first. */
    public List<Session> sessions() {
        return sessions;
    }
}

package dev.sallyport.kit.route;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.util.Optional;

/** What {@link Guards} must know to open the browser gate; the composition root supplies it. */
public interface BrowserGate {
    /** The session named by an access cookie's token, if the token is valid and of a browser session. */
    Optional<Claim> byAccessCookie(String cookie);

    /** The session named by a refresh cookie, if it opens with our key. Whether it is current is decided when it is turned. */
    Optional<Claim> byRefreshCookie(String cookie);

    /** The digest of the session's CSRF token, if the session lives and is a browser's. */
    Optional<Digest> csrfOf(SessionId session);

    /** What a cookie says of itself. */
    record Claim(SessionId session, PersonId person) {}
}

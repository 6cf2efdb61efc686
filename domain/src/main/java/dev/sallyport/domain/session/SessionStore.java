package dev.sallyport.domain.session;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where sessions are kept, together with the refresh families that live and die with them. */
public interface SessionStore {
    /** Keeps a session and its first refresh family in one step. */
    void open(Session session, RefreshFamily family);

    /** Keeps a session that has no family of its own yet. */
    void open(Session session);

    /** Notes that the person proved again who they are; false when the session has ended. */
    boolean reauthenticate(SessionId id, List<String> methods, Instant now);

    Optional<Session> byId(SessionId id);

    /** The person's live sessions, newest first, at most 200. */
    List<Session> live(PersonId person, Instant now);

    /** Notes that the session was used, and gives it a new CSRF token where it is a browser's. False when it has ended. */
    boolean touch(SessionId id, Optional<Digest> csrf, Instant now);

    /** Ends a live session of this person and revokes its families; false when there was none to end. */
    boolean end(SessionId id, PersonId person, Instant now);

    /** Ends every live session of the person and revokes their families; says how many sessions. */
    int endAll(PersonId person, Instant now);

    /** Removes sessions and families that ended or expired before {@code before}; at most {@code most}; says how many rows. */
    int purge(Instant before, int most);
}

package dev.sallyport.domain.session;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where sessions are kept, together with the refresh families that live and die with them. Whatever ends a session revokes its
 * families and leaves the job that tells its clients ({@link SessionEnd}), in one step.
 */
public interface SessionStore {
    /** Keeps a session and its first refresh family in one step. */
    void open(Session session, RefreshFamily family);

    /** Keeps a session that has no family of its own yet. */
    void open(Session session);

    /** Keeps the session of an application that was allowed something {@code within} another, whose end it will be told of. */
    void open(Session session, SessionId within);

    /** Notes that the person proved again who they are; false when the session has ended. */
    boolean reauthenticate(SessionId id, List<String> methods, Instant now);

    Optional<Session> byId(SessionId id);

    /** The person's live sessions, newest first, at most 200. */
    List<Session> live(PersonId person, Instant now);

    /** Who was given an ID token in the session, ended or not, or in one that was opened within it and lives; at most 500. */
    List<Participant> participants(SessionId id);

    /** Ends a live session of this person; false when there was none to end. */
    boolean end(SessionId id, PersonId person, Instant now);

    /** Ends every live session of the person; says how many. */
    int endAll(PersonId person, Instant now);

    /**
     * Takes from a client all that it may do for the person: revokes its families, and ends the sessions that were opened for
     * it alone; says how many families.
     */
    int endGrants(PersonId person, ClientId client, Instant now);

    /** Removes sessions and families that ended or expired before {@code before}; at most {@code most}; says how many rows. */
    int purge(Instant before, int most);
}

package dev.sallyport.storage.sql;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.session.SessionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What goes with the end of a session, in the transaction that ends it. */
final class SessionEnds {
    /** Who got an ID token: a code was redeemed for {@code openid}, by a client that is not the product's own. */
    private static final String TOLD = " number > 0 AND (' ' || scope || ' ') LIKE '% openid %' AND client NOT IN ('"
            + ClientId.WEB + "', '" + ClientId.MOBILE + "', '" + ClientId.DOCS + "')";

    private static final String PARTICIPANTS = "SELECT client, session FROM refresh_family WHERE session = ? AND" + TOLD
            + " UNION SELECT client, session FROM refresh_family WHERE session IN"
            + " (SELECT id FROM session WHERE opened_in = ? AND ended IS NULL) AND" + TOLD
            + " ORDER BY client, session LIMIT 500";

    private SessionEnds() {}

    static List<Participant> participants(Handle handle, SessionId id) throws SQLException {
        return handle.all(
                PARTICIPANTS, row -> new Participant(new ClientId(row.text()), new SessionId(row.uuid())), id, id);
    }

    /** Revokes the families of a session that has ended, and leaves the job that tells its clients. */
    static void left(Handle handle, SessionId id, PersonId person, Instant now) throws SQLException {
        handle.change("UPDATE refresh_family SET revoked = ? WHERE session = ? AND revoked IS NULL", now, id);
        Optional<Job> job = new SessionEnd(person, participants(handle, id)).job(id, now);
        if (job.isPresent()) {
            SqlJobs.add(handle, job.get());
        }
    }

    /** Revokes what a client holds of a person, and ends the sessions that were its own; says how many families. */
    static int grants(Handle handle, PersonId person, ClientId client, Instant now) throws SQLException {
        var sessions = handle.all(
                "UPDATE refresh_family SET revoked = ? WHERE person = ? AND client = ? AND revoked IS NULL AND expires > ?"
                        + " RETURNING session",
                row -> new SessionId(row.uuid()),
                now,
                person,
                client,
                now);
        for (SessionId id : new LinkedHashSet<>(sessions)) {
            boolean ended = handle.change(
                            "UPDATE session SET ended = ? WHERE id = ? AND kind = ? AND ended IS NULL AND expires > ?",
                            now,
                            id,
                            Session.Kind.GRANT,
                            now)
                    == 1;
            if (ended) {
                left(handle, id, person, now);
            }
        }
        return sessions.size();
    }
}

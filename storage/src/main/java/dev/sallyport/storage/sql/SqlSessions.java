package dev.sallyport.storage.sql;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.session.Participant;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Sessions in the table {@code session}. */
public final class SqlSessions implements SessionStore {
    private static final String COLUMNS =
            "id, person, kind, csrf, device, address_day, address, created, last_seen, expires, ended,"
                    + " authenticated, methods";
    private static final int MOST_LIVE = 200;

    private final Database database;

    public SqlSessions(Database database) {
        this.database = database;
    }

    @Override
    public void open(Session session, RefreshFamily family) {
        database.write(handle -> {
            add(handle, session);
            SqlRefresh.add(handle, family);
            return true;
        });
    }

    @Override
    public void open(Session session) {
        database.write(handle -> add(handle, session));
    }

    @Override
    public void open(Session session, SessionId within) {
        database.write(handle -> {
            add(handle, session);
            return handle.change("UPDATE session SET opened_in = ? WHERE id = ?", within, session.id());
        });
    }

    private static int add(Handle handle, Session session) throws SQLException {
        return handle.change(
                "INSERT INTO session (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id(),
                session.person(),
                session.kind(),
                session.csrf(),
                session.device(),
                session.address().map(AddressPseudonym::day),
                session.address().map(AddressPseudonym::value),
                session.created(),
                session.lastSeen(),
                session.expires(),
                session.ended(),
                session.authenticated(),
                String.join(" ", session.methods()));
    }

    @Override
    public boolean reauthenticate(SessionId id, List<String> methods, Instant now) {
        return database.write(handle -> handle.change(
                        "UPDATE session SET authenticated = ?, methods = ?, last_seen = ?"
                                + " WHERE id = ? AND ended IS NULL AND expires > ?",
                        now,
                        String.join(" ", methods),
                        now,
                        id,
                        now))
                == 1;
    }

    @Override
    public Optional<Session> byId(SessionId id) {
        return database.read(
                handle -> handle.first("SELECT " + COLUMNS + " FROM session WHERE id = ?", SqlSessions::session, id));
    }

    @Override
    public List<Session> live(PersonId person, Instant now) {
        return database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM session WHERE person = ? AND ended IS NULL AND expires > ?"
                        + " ORDER BY created DESC, id DESC LIMIT " + MOST_LIVE,
                SqlSessions::session,
                person,
                now));
    }

    @Override
    public boolean end(SessionId id, PersonId person, Instant now) {
        return database.write(handle -> {
            boolean ended = handle.change(
                            "UPDATE session SET ended = ? WHERE id = ? AND person = ? AND ended IS NULL AND expires > ?",
                            now,
                            id,
                            person,
                            now)
                    == 1;
            if (ended) {
                SessionEnds.left(handle, id, person, now);
            }
            return ended;
        });
    }

    @Override
    public int endAll(PersonId person, Instant now) {
        return database.write(handle -> {
            var ended = handle.all(
                    "UPDATE session SET ended = ? WHERE person = ? AND ended IS NULL AND expires > ? RETURNING id",
                    row -> new SessionId(row.uuid()),
                    now,
                    person,
                    now);
            for (SessionId id : ended) {
                SessionEnds.left(handle, id, person, now);
            }
            return ended.size();
        });
    }

    @Override
    public int endGrants(PersonId person, ClientId client, Instant now) {
        return database.write(handle -> SessionEnds.grants(handle, person, client, now));
    }

    @Override
    public List<Participant> participants(SessionId id) {
        return database.read(handle -> SessionEnds.participants(handle, id));
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> {
            int gone = 0;
            gone += purge(handle, "refresh_family", "revoked", before, most);
            gone += purge(handle, "refresh_family", "expires", before, most - gone);
            gone += purge(handle, "session", "ended", before, most - gone);
            gone += purge(handle, "session", "expires", before, most - gone);
            return gone;
        });
    }

    private static int purge(Handle handle, String table, String column, Instant before, int most) throws SQLException {
        return handle.change(
                "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE " + column + " < ? ORDER BY "
                        + column + " LIMIT ?)",
                before,
                most);
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                new SessionId(row.uuid()),
                new PersonId(row.uuid()),
                row.constant(Session.Kind.class),
                row.maybeDigest(),
                row.text(),
                address(row),
                row.time(),
                row.time(),
                row.time(),
                row.maybeTime(),
                row.time(),
                row.words());
    }

    /** The pseudonym in two columns, the day and the value, both or neither of them null. */
    static Optional<AddressPseudonym> address(Row row) throws SQLException {
        Optional<String> day = row.maybeText();
        Optional<String> value = row.maybeText();
        return day.map(d -> new AddressPseudonym(LocalDate.parse(d), value.orElseThrow()));
    }
}

package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Refresh families in the table {@code refresh_family}, one row each. */
public final class SqlRefresh implements RefreshStore {
    private static final String COLUMNS =
            "id, session, person, client, scope, number, member, rotated, created, expires, revoked," + " terms";
    private static final String TURN = "UPDATE refresh_family"
            + " SET number = number + 1, previous = member, member = ?, rotated = ?"
            + " WHERE id = ? AND number = ? AND member = ? AND revoked IS NULL AND expires > ?"
            + " RETURNING " + COLUMNS;
    private static final String BEGIN =
            "UPDATE refresh_family SET number = 1, member = ?, terms = ?, rotated = ?, expires = ?"
                    + " WHERE id = ? AND number = 0 AND revoked IS NULL AND expires > ?"
                    + " RETURNING " + COLUMNS;
    private static final String SEEN =
            "UPDATE session SET last_seen = ? WHERE id = ? AND ended IS NULL AND expires > ?";
    private static final String REVOKE =
            "UPDATE refresh_family SET revoked = ? WHERE id = ? AND revoked IS NULL AND expires > ? RETURNING "
                    + COLUMNS;

    private final Database database;

    public SqlRefresh(Database database) {
        this.database = database;
    }

    @Override
    public Optional<RefreshFamily> byId(FamilyId id) {
        return database.read(handle ->
                handle.first("SELECT " + COLUMNS + " FROM refresh_family WHERE id = ?", SqlRefresh::family, id));
    }

    @Override
    public void add(RefreshFamily family) {
        database.write(handle -> {
            add(handle, family);
            return true;
        });
    }

    @Override
    public Optional<RefreshFamily> begin(FamilyId id, Digest member, GrantTerms terms, Instant now, Instant expires) {
        return database.write(handle -> handle.first(
                BEGIN, SqlRefresh::family, member, Documents.text(terms, GrantTerms.NONE), now, expires, id, now));
    }

    @Override
    public Rotation rotate(FamilyId id, int number, Digest member, Digest next, Instant now, Duration grace) {
        return database.write(handle -> {
            var turned = handle.first(TURN, SqlRefresh::family, next, now, id, number, member, now);
            if (turned.isPresent()) {
                return new Rotation.Turned(seen(handle, turned.get(), now));
            }
            var repeated = repeated(handle, id, number, member, now.minus(grace), now);
            if (repeated.isPresent()) {
                return new Rotation.Repeated(seen(handle, repeated.get(), now));
            }
            return handle.first(REVOKE, SqlRefresh::family, now, id, now)
                    .<Rotation>map(Rotation.Replayed::new)
                    .orElseGet(Rotation.Gone::new);
        });
    }

    private static RefreshFamily seen(Handle handle, RefreshFamily family, Instant now) throws SQLException {
        handle.change(SEEN, now, family.session(), now);
        return family;
    }

    /** The family, where the member is the one before the current one and was turned no earlier than {@code since}. */
    private static Optional<RefreshFamily> repeated(
            Handle handle, FamilyId id, int number, Digest member, Instant since, Instant now) throws SQLException {
        return handle.first("SELECT " + COLUMNS + " " + """
                        FROM refresh_family
                         WHERE id = ? AND number = ? AND previous = ? AND rotated >= ? AND revoked IS NULL AND expires > ?""", SqlRefresh::family, id, number + 1, member, since, now);
    }

    @Override
    public boolean revoke(FamilyId id, Instant now) {
        return database.write(
                handle -> handle.first(REVOKE, SqlRefresh::family, now, id, now).isPresent());
    }

    static void add(Handle handle, RefreshFamily family) throws SQLException {
        handle.change(
                "INSERT INTO refresh_family (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                family.id(),
                family.session(),
                family.person(),
                family.client(),
                family.scope(),
                family.number(),
                family.member(),
                family.rotated(),
                family.created(),
                family.expires(),
                family.revoked(),
                Documents.text(family.terms(), GrantTerms.NONE));
    }

    private static RefreshFamily family(Row row) throws SQLException {
        return new RefreshFamily(
                new FamilyId(row.uuid()),
                new SessionId(row.uuid()),
                new PersonId(row.uuid()),
                new ClientId(row.text()),
                Scope.parse(row.text()).orElseThrow(),
                row.number(),
                row.digest(),
                row.time(),
                row.time(),
                row.time(),
                row.maybeTime(),
                Documents.read(row.maybeText(), GrantTerms.class, GrantTerms.NONE));
    }
}

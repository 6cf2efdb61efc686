package dev.sallyport.storage.sql;

import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Linked identities in the table {@code identity}; what depends on the person's row holds it from reading to writing. */
public final class SqlIdentities implements IdentityStore {
    private static final String SELECT = "SELECT id, person, issuer, subject, upstream, label, linked FROM identity";
    private static final int MOST = 100;

    private final Database database;

    public SqlIdentities(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Identity> find(String issuer, String subject) {
        return database.read(handle ->
                handle.first(SELECT + " WHERE issuer = ? AND subject = ?", SqlIdentities::identity, issuer, subject));
    }

    @Override
    public Linked link(Identity identity) {
        return database.write(handle -> {
            boolean verified = handle.any(
                    "SELECT 1 FROM person WHERE id = ? AND email_verified = 1" + handle.dialect().forUpdate,
                    identity.person());
            if (!verified) {
                return Linked.UNVERIFIED;
            }
            return add(handle, identity) ? Linked.NEW : Linked.TAKEN;
        });
    }

    @Override
    public Opened open(Person person, Identity identity) {
        return database.write(handle -> {
            if (!SqlPeople.addWithoutPassword(handle, person)) {
                return Opened.TAKEN;
            }
            if (add(handle, identity)) {
                return Opened.NEW;
            }
            handle.change("DELETE FROM person WHERE id = ?", person.id());
            return Opened.TAKEN;
        });
    }

    /** Keeps a new identity; false when it is somebody's. */
    static boolean add(Handle handle, Identity identity) throws SQLException {
        return handle.change(
                        """
                        INSERT INTO identity (id, person, issuer, subject, upstream, label, linked)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (issuer, subject) DO NOTHING""",
                        identity.id(),
                        identity.person(),
                        identity.issuer(),
                        identity.subject(),
                        identity.upstream(),
                        identity.label(),
                        identity.linked())
                == 1;
    }

    @Override
    public List<Identity> of(PersonId person) {
        return database.read(handle -> handle.all(
                SELECT + " WHERE person = ? ORDER BY linked, id LIMIT " + MOST, SqlIdentities::identity, person));
    }

    @Override
    public Removed remove(PersonId person, IdentityId id) {
        return database.write(handle -> {
            Optional<Boolean> password = handle.first(
                    "SELECT CASE WHEN password IS NULL THEN 0 ELSE 1 END FROM person WHERE id = ?"
                            + handle.dialect().forUpdate,
                    Row::yes,
                    person);
            if (password.isEmpty() || !handle.any("SELECT 1 FROM identity WHERE id = ? AND person = ?", id, person)) {
                return Removed.UNKNOWN;
            }
            if (!password.get() && !handle.any("SELECT 1 FROM identity WHERE person = ? AND id <> ?", person, id)) {
                return Removed.LAST_WAY_IN;
            }
            return handle.change("DELETE FROM identity WHERE id = ? AND person = ?", id, person) == 1
                    ? Removed.GONE
                    : Removed.UNKNOWN;
        });
    }

    private static Identity identity(Row row) throws SQLException {
        return new Identity(
                new IdentityId(row.uuid()),
                new PersonId(row.uuid()),
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                row.time());
    }
}

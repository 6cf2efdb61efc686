package dev.sallyport.storage.sql;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Languages and changes of addresses, in the table {@code person}. */
public final class SqlMailboxes implements Mailboxes {
    /** Of two who take one address in the same moment, PostgreSQL refuses the second by the column's own rule. */
    private static final String NOBODY_HAS_IT = " AND NOT EXISTS (SELECT 1 FROM person AS o WHERE o.email = ?)";

    private final Database database;

    public SqlMailboxes(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> language(PersonId id) {
        return database.read(handle ->
                handle.first("SELECT language FROM person WHERE id = ? AND language IS NOT NULL", Row::text, id));
    }

    @Override
    public boolean speak(PersonId id, String language) {
        return database.write(handle -> handle.change("UPDATE person SET language = ? WHERE id = ?", language, id))
                == 1;
    }

    @Override
    public Optional<Instant> changed(PersonId id) {
        return database.read(handle -> handle.first(
                "SELECT email_changed FROM person WHERE id = ? AND email_changed IS NOT NULL", Row::time, id));
    }

    @Override
    public Change change(PersonId id, EmailAddress from, EmailAddress to, Instant now, Instant settled) {
        return database.write(handle -> {
            int changed = handle.change(
                    "UPDATE person SET email = ?, email_verified = 1, email_changed = ? WHERE id = ? AND email = ?"
                            + " AND (email_changed IS NULL OR email_changed < ?)" + NOBODY_HAS_IT,
                    to,
                    now,
                    id,
                    from,
                    settled,
                    to);
            return outcome(handle, changed, to);
        });
    }

    @Override
    public Change restore(PersonId id, EmailAddress from, EmailAddress to, PasswordHash password) {
        return database.write(handle -> {
            int changed = handle.change(
                    "UPDATE person SET email = ?, email_verified = 1, email_changed = NULL, password = ?"
                            + " WHERE id = ? AND email = ?" + NOBODY_HAS_IT,
                    to,
                    password.phc(),
                    id,
                    from,
                    to);
            return outcome(handle, changed, to);
        });
    }

    private static Change outcome(Handle handle, int changed, EmailAddress to) throws SQLException {
        if (changed == 1) {
            return Change.DONE;
        }
        return handle.any("SELECT 1 FROM person WHERE email = ?", to) ? Change.TAKEN : Change.STALE;
    }
}

package dev.sallyport.storage.sql;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.Role;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** People in the tables {@code person} and {@code person_role}. */
public final class SqlPeople implements PersonStore {
    private static final String SELECT = """
            SELECT id, email, email_verified, name,
                   (SELECT string_agg(role, ' ') FROM person_role AS r WHERE r.person = person.id), state, created
              FROM person
            """;

    private final Database database;

    public SqlPeople(Database database) {
        this.database = database;
    }

    @Override
    public Added add(Person person, PasswordHash password) {
        return database.write(handle -> added(handle, person, Optional.of(password))
                ? new Added.New(person)
                : new Added.Taken(byEmail(handle, person.email()).orElseThrow()));
    }

    /** Keeps a new person who gets in by another way; false when the address is taken. */
    static boolean addWithoutPassword(Handle handle, Person person) throws SQLException {
        return added(handle, person, Optional.empty());
    }

    /** Keeps a new person; false when the address or the id is taken. */
    static boolean added(Handle handle, Person person, Optional<PasswordHash> password) throws SQLException {
        int added = handle.change(
                """
                INSERT INTO person (id, email, email_verified, name, state, created, password)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""",
                person.id(),
                person.email(),
                person.emailVerified(),
                person.name(),
                person.state(),
                person.created(),
                password.map(PasswordHash::phc));
        if (added == 1) {
            addRoles(handle, person.id(), person.roles());
        }
        return added == 1;
    }

    @Override
    public Optional<Person> byId(PersonId id) {
        return database.read(handle -> handle.first(SELECT + " WHERE id = ?", SqlPeople::person, id));
    }

    @Override
    public Optional<Person> byEmail(EmailAddress email) {
        return database.read(handle -> byEmail(handle, email));
    }

    static Optional<Person> byEmail(Handle handle, EmailAddress email) throws SQLException {
        return handle.first(SELECT + " WHERE email = ?", SqlPeople::person, email);
    }

    @Override
    public Optional<PasswordHash> password(PersonId id) {
        return database.read(handle -> handle.first(
                "SELECT password FROM person WHERE id = ? AND password IS NOT NULL",
                row -> new PasswordHash(row.text()),
                id));
    }

    @Override
    public boolean replacePassword(PersonId id, PasswordHash current, PasswordHash next) {
        return changed("UPDATE person SET password = ? WHERE id = ? AND password = ?", next.phc(), id, current.phc());
    }

    @Override
    public boolean verifyEmail(PersonId id, PasswordHash password) {
        return changed(
                "UPDATE person SET password = ?, email_verified = 1 WHERE id = ? AND email_verified = 0",
                password.phc(),
                id);
    }

    @Override
    public boolean resetPassword(PersonId id, PasswordHash password) {
        return changed("UPDATE person SET password = ?, email_verified = 1 WHERE id = ?", password.phc(), id);
    }

    @Override
    public boolean rename(PersonId id, String current, String next) {
        return changed("UPDATE person SET name = ? WHERE id = ? AND name = ?", next, id, current);
    }

    @Override
    public boolean changeState(PersonId id, AccountState state) {
        return changed("UPDATE person SET state = ? WHERE id = ?", state, id);
    }

    private boolean changed(String sql, Object... values) {
        return database.write(handle -> handle.change(sql, values)) == 1;
    }

    @Override
    public boolean changeRoles(PersonId id, SortedSet<Role> roles) {
        return database.write(handle -> {
            if (!handle.any("SELECT 1 FROM person WHERE id = ?" + handle.dialect().forUpdate, id)) {
                return false;
            }
            handle.change("DELETE FROM person_role WHERE person = ?", id);
            addRoles(handle, id, roles);
            return true;
        });
    }

    private static void addRoles(Handle handle, PersonId id, Collection<Role> roles) throws SQLException {
        for (Role role : roles) {
            handle.change("INSERT INTO person_role (person, role) VALUES (?, ?)", id, role.name());
        }
    }

    @Override
    public Page<Person> list(Slice slice) {
        Cursor from = Cursor.of(slice);
        var found = database.read(handle -> handle.all(
                SELECT + " WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?",
                SqlPeople::person,
                from.time(),
                from.id(),
                slice.limit() + 1));
        return Cursor.page(
                found,
                slice,
                last -> Cursor.at(last.created(), last.id().value()).toString());
    }

    @Override
    public boolean anyWith(Role role) {
        return database.read(handle -> handle.any("SELECT 1 FROM person_role WHERE role = ? LIMIT 1", role.name()));
    }

    private static Person person(Row row) throws SQLException {
        return new Person(
                new PersonId(row.uuid()),
                new EmailAddress(row.text()),
                row.yes(),
                row.text(),
                roles(row),
                row.constant(AccountState.class),
                row.time());
    }

    private static SortedSet<Role> roles(Row row) throws SQLException {
        var roles = new TreeSet<Role>();
        row.words().forEach(word -> roles.add(new Role(word)));
        return roles;
    }
}

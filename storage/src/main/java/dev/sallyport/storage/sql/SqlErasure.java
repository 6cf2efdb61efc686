package dev.sallyport.storage.sql;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Erasure;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Removes the rows that name a person. */
public final class SqlErasure implements Erasure {
    private final Database database;

    public SqlErasure(Database database) {
        this.database = database;
    }

    @Override
    public SortedMap<String, Integer> erase(PersonId person, String... but) {
        SortedMap<String, Integer> all = database.write(handle -> {
            Optional<String> email = handle.first("SELECT email FROM person WHERE id = ?", Row::text, person);
            var went = new TreeMap<String, Integer>();
            went.put("families", handle.change("DELETE FROM refresh_family WHERE person = ?", person));
            went.put("sessions", handle.change("DELETE FROM session WHERE person = ?", person));
            went.put("consents", handle.change("DELETE FROM consent WHERE person = ?", person));
            went.put("identities", handle.change("DELETE FROM identity WHERE person = ?", person));
            went.put("devices", handle.change("DELETE FROM device_code WHERE person = ?", person));
            went.put("links", links(handle, person));
            went.put("exports", handle.change("DELETE FROM personal_export WHERE person = ?", person));
            went.put("shares", handle.change("DELETE FROM file_reader WHERE reader = ?", "person:" + person));
            went.put("letters", email.isEmpty() ? 0 : letters(handle, email.get()));
            handle.change("DELETE FROM document_gone WHERE space = ?", person.toString());
            handle.change("DELETE FROM document_tally WHERE name = ?", person.toString());
            went.put("jobs", jobs(handle, person, email, List.of(but)));
            went.put("account", handle.change("DELETE FROM person WHERE id = ?", person));
            return went;
        });
        database.scrub();
        return all;
    }

    private static int links(Handle handle, PersonId person) throws SQLException {
        int gone = 0;
        for (Purpose purpose : Purpose.values()) {
            gone += handle.change("DELETE FROM one_time WHERE purpose = ? AND subject = ?", purpose, person.toString());
        }
        return gone;
    }

    private static int letters(Handle handle, String email) throws SQLException {
        return handle.change("DELETE FROM kept_letter WHERE recipient = ?", email);
    }

    /** What a job is about stands in its payload alone. The queue is short, so that it is read through. */
    private static int jobs(Handle handle, PersonId person, Optional<String> email, List<String> but)
            throws SQLException {
        var values =
                new ArrayList<Object>(List.of(containing(person.toString()), containing('"' + email.orElse("") + '"')));
        values.add(email.isPresent());
        values.addAll(but);
        return handle.change(
                "DELETE FROM job WHERE (payload LIKE ? ESCAPE '!' OR (payload LIKE ? ESCAPE '!' AND ? = 1))"
                        + " AND kind <> ?".repeat(but.size()),
                values.toArray());
    }

    private static String containing(String text) {
        return "%" + text.replaceAll("[!%_]", "!$0") + "%";
    }
}

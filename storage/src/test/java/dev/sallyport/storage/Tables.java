package dev.sallyport.storage;

import dev.sallyport.storage.sql.Database;
import java.util.List;

/** The tables of the schema, so that each test can begin with empty ones. */
final class Tables {
    /** In an order in which no row is removed before those that refer to it. */
    private static final List<String> ALL = List.of(
            "refresh_family",
            "session",
            "identity",
            "person_role",
            "person",
            "one_time",
            "signing_key",
            "attempt",
            "client",
            "consent",
            "device_code",
            "audit_event",
            "audit_seal",
            "job",
            "upload",
            "file_reader",
            "file",
            "document_index",
            "document",
            "document_gone",
            "document_tally",
            "address_key",
            "letter_count",
            "kept_letter",
            "personal_export");

    private Tables() {}

    static void empty(Database database) {
        database.write(handle -> {
            int gone = 0;
            for (String table : ALL) {
                gone += handle.change("DELETE FROM " + table);
            }
            return gone;
        });
    }
}

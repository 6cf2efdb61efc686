package dev.sallyport.storage.sql;

import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.util.Optional;

/** How much there is, in a row of {@code document_tally} that this transaction holds until its end. */
record DocumentTally(String collection, String name, long documents, long bytes, long lastChange) {
    /** The row of the space; whoever writes there waits for it. */
    static DocumentTally of(Handle handle, Space space) throws SQLException {
        return held(handle, space.collection(), space.name());
    }

    /**
     * The row by which the quota is counted: the owner's where documents of several persons share the space, else the space's, which
     * is held already.
     */
    static DocumentTally counting(Handle handle, DocumentTally space, Optional<PersonId> owner) throws SQLException {
        return space.name.isEmpty() && owner.isPresent()
                ? held(handle, space.collection, owner.get().toString())
                : space;
    }

    private static DocumentTally held(Handle handle, String collection, String name) throws SQLException {
        Optional<DocumentTally> there = locked(handle, collection, name);
        if (there.isPresent()) {
            return there.get();
        }
        handle.change(
                "INSERT INTO document_tally (collection, name, documents, bytes, last_change) VALUES (?, ?, 0, 0, 0)"
                        + " ON CONFLICT DO NOTHING",
                collection,
                name);
        return locked(handle, collection, name).orElseThrow();
    }

    private static Optional<DocumentTally> locked(Handle handle, String collection, String name) throws SQLException {
        return handle.first(
                "SELECT documents, bytes, last_change FROM document_tally WHERE collection = ? AND name = ?"
                        + handle.dialect().forUpdate,
                row -> new DocumentTally(collection, name, row.size(), row.size(), row.size()),
                collection,
                name);
    }

    boolean has(Quota quota, long moreDocuments, long moreBytes) {
        return (moreDocuments <= 0 || documents + moreDocuments <= quota.documents())
                && (moreBytes <= 0 || bytes + moreBytes <= quota.bytes());
    }

    /** Counts one change of the space, and what it brings or takes on the row of the quota. */
    static void count(Handle handle, DocumentTally space, DocumentTally counting, long moreDocuments, long moreBytes)
            throws SQLException {
        if (counting.equals(space)) {
            update(handle, space, moreDocuments, moreBytes, 1);
        } else {
            update(handle, space, 0, 0, 1);
            update(handle, counting, moreDocuments, moreBytes, 0);
        }
    }

    private static void update(Handle handle, DocumentTally tally, long documents, long bytes, int changes)
            throws SQLException {
        handle.change(
                "UPDATE document_tally SET documents = documents + ?, bytes = bytes + ?, last_change = last_change + ?"
                        + " WHERE collection = ? AND name = ?",
                documents,
                bytes,
                changes,
                tally.collection,
                tally.name);
    }
}

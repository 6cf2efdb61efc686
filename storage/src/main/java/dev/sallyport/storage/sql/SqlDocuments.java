package dev.sallyport.storage.sql;

import dev.sallyport.domain.document.Change;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents in the tables {@code document…}. A writer holds the row of the space in {@code document_tally}; what is read under it
 * cannot change until the transaction ends.
 */
public final class SqlDocuments implements DocumentStore {
    private static final String KEY = "collection = ? AND space = ? AND id = ?";

    private final Database database;
    private final DocumentLists lists;

    public SqlDocuments(Database database) {
        this.database = database;
        this.lists = new DocumentLists(database);
    }

    /** What is known of a document before it is written. */
    private record There(long version, long size, Optional<PersonId> owner, Instant created) {
        boolean isOf(Optional<PersonId> writer) {
            return writer.isEmpty() || writer.equals(owner);
        }
    }

    @Override
    public Optional<Document> byId(Space space, DocumentId id) {
        return database.read(handle -> handle.first(
                "SELECT " + DocumentLists.COLUMNS + " FROM document d WHERE " + KEY,
                DocumentLists::document,
                space.collection(),
                space.name(),
                id));
    }

    private static Optional<There> there(Handle handle, Space space, DocumentId id) throws SQLException {
        return handle.first(
                "SELECT version, size, owner, created FROM document WHERE " + KEY,
                row -> new There(row.size(), row.size(), row.maybeUuid().map(PersonId::new), row.time()),
                space.collection(),
                space.name(),
                id);
    }

    @Override
    public Put put(
            Space space,
            DocumentId id,
            Optional<PersonId> owner,
            Draft draft,
            Expected expected,
            Quota quota,
            Instant now) {
        return database.write(handle -> {
            DocumentTally tally = DocumentTally.of(handle, space);
            Optional<There> there = there(handle, space, id);
            if (there.isPresent() && !there.get().isOf(owner)) {
                return new Put.NotOwner();
            }
            if (!expected.allows(there.isPresent(), there.map(There::version).orElse(0L))) {
                return new Put.Unexpected();
            }
            Optional<PersonId> whose = there.isPresent() ? there.get().owner() : owner;
            DocumentTally counting = DocumentTally.counting(handle, tally, whose);
            long bytes = draft.size() - there.map(There::size).orElse(0L);
            long documents = there.isPresent() ? 0 : 1;
            if (!counting.has(quota, documents, bytes)) {
                return new Put.OverQuota(quota);
            }
            var document = new Document(
                    space,
                    id,
                    whose,
                    draft.body(),
                    tally.lastChange() + 1,
                    there.map(There::created).orElse(now),
                    now);
            if (there.isPresent()) {
                replace(handle, document, draft, there.get().version());
                clearIndex(handle, document);
            } else {
                insert(handle, document, draft);
            }
            writeIndex(handle, document, draft);
            DocumentTally.count(handle, tally, counting, documents, bytes);
            return there.isPresent() ? new Put.Replaced(document) : new Put.Created(document);
        });
    }

    private static void insert(Handle handle, Document document, Draft draft) throws SQLException {
        Space space = document.space();
        handle.change(
                "INSERT INTO document (collection, space, id, owner, body, size, version, index_form, created, changed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                space.collection(),
                space.name(),
                document.id(),
                document.owner(),
                document.body(),
                draft.size(),
                document.version(),
                draft.form(),
                document.created(),
                document.changed());
        handle.change("DELETE FROM document_gone WHERE " + KEY, space.collection(), space.name(), document.id());
    }

    private static void replace(Handle handle, Document document, Draft draft, long version) throws SQLException {
        Space space = document.space();
        int changed = handle.change(
                "UPDATE document SET body = ?, size = ?, version = ?, index_form = ?, changed = ? WHERE " + KEY
                        + " AND version = ?",
                document.body(),
                draft.size(),
                document.version(),
                draft.form(),
                document.changed(),
                space.collection(),
                space.name(),
                document.id(),
                version);
        if (changed != 1) {
            throw new IllegalStateException("a document changed although its space is held");
        }
    }

    private static void clearIndex(Handle handle, Document document) throws SQLException {
        Space space = document.space();
        handle.change("DELETE FROM document_index WHERE " + KEY, space.collection(), space.name(), document.id());
    }

    /** All rows by one statement; there are as many texts of it as a collection may have indexes. */
    private static void writeIndex(Handle handle, Document document, Draft draft) throws SQLException {
        var values = new ArrayList<Object>();
        row(values, document, Query.AGE, document.age());
        draft.keys().forEach((field, key) -> row(values, document, field, key));
        handle.change(
                "INSERT INTO document_index (collection, space, field, value, id) VALUES (?, ?, ?, ?, ?)"
                        + ", (?, ?, ?, ?, ?)".repeat(draft.keys().size()),
                values.toArray());
    }

    private static void row(List<Object> values, Document document, String field, SortKey key) {
        Space space = document.space();
        values.addAll(List.of(space.collection(), space.name(), field, key.value(), document.id()));
    }

    @Override
    public Removed remove(Space space, DocumentId id, Optional<PersonId> owner, Expected expected, Instant now) {
        return database.write(handle -> {
            DocumentTally tally = DocumentTally.of(handle, space);
            Optional<There> there = there(handle, space, id);
            if (there.isEmpty()) {
                return new Removed.NotFound();
            }
            if (!there.get().isOf(owner)) {
                return new Removed.NotOwner();
            }
            if (!expected.allows(true, there.get().version())) {
                return new Removed.Unexpected();
            }
            return new Removed.Gone(remove(handle, space, tally, id, there.get(), now));
        });
    }

    private static long remove(Handle handle, Space space, DocumentTally tally, DocumentId id, There there, Instant now)
            throws SQLException {
        DocumentTally counting = DocumentTally.counting(handle, tally, there.owner());
        long change = tally.lastChange() + 1;
        handle.change("DELETE FROM document WHERE " + KEY, space.collection(), space.name(), id);
        handle.change(
                "INSERT INTO document_gone (collection, space, id, version, at) VALUES (?, ?, ?, ?, ?)",
                space.collection(),
                space.name(),
                id,
                change,
                now);
        handle.change(
                "DELETE FROM document_gone WHERE (collection || '/' || space) = ? AND version <= ?",
                space.collection() + "/" + space.name(),
                change - REMEMBERED);
        DocumentTally.count(handle, tally, counting, -1, -there.size());
        return change;
    }

    @Override
    public Page<Document> list(Space space, Query query, Slice slice) {
        return lists.list(space, query, slice);
    }

    @Override
    public long lastChange(Space space) {
        return lists.lastChange(space);
    }

    @Override
    public List<Change> changes(Space space, long after, int most) {
        return lists.changes(space, after, most);
    }

    @Override
    public List<Document> indexedOtherwise(String collection, String form, int most) {
        return lists.indexedOtherwise(collection, form, most);
    }

    @Override
    public boolean index(Document document, Draft draft) {
        return database.write(handle -> {
            DocumentTally.of(handle, document.space());
            int still = handle.change(
                    "UPDATE document SET index_form = ? WHERE " + KEY + " AND version = ?",
                    draft.form(),
                    document.space().collection(),
                    document.space().name(),
                    document.id(),
                    document.version());
            if (still == 1) {
                clearIndex(handle, document);
                writeIndex(handle, document, draft);
            }
            return still == 1;
        });
    }

    @Override
    public Page<Document> ownedBy(PersonId person, Slice slice) {
        return lists.ownedBy(person, slice);
    }

    @Override
    public int removeOwnedBy(PersonId person, int most, Instant now) {
        return database.write(handle -> {
            List<Document> all = DocumentLists.ownedBy(handle, person, most);
            int gone = 0;
            for (Document document : all) {
                Space space = document.space();
                DocumentTally tally = DocumentTally.of(handle, space);
                Optional<There> there = there(handle, space, document.id());
                if (there.isPresent()) {
                    remove(handle, space, tally, document.id(), there.get(), now);
                    gone++;
                }
            }
            if (all.size() < most) {
                forget(handle, person);
            }
            return gone;
        });
    }

    /** Ids of what was taken away are the person's too, where the space is theirs; and so is what was counted. */
    private static void forget(Handle handle, PersonId person) throws SQLException {
        handle.change("DELETE FROM document_gone WHERE space = ?", person);
        handle.change("DELETE FROM document_tally WHERE name = ?", person);
    }
}

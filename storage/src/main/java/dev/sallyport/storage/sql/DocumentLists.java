package dev.sallyport.storage.sql;

import dev.sallyport.domain.document.Change;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.storage.PartsCursor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is read of documents, many at a time, always along an index. */
final class DocumentLists {
    static final String COLUMNS = Stream.of(
                    "collection", "space", "id", "owner", "body", "version", "created", "changed")
            .map("d."::concat)
            .collect(Collectors.joining(", "));

    private static final String FILTER = """
             AND EXISTS (SELECT 1 FROM document_index f
                          WHERE f.collection = i.collection AND f.space = i.space AND f.id = i.id
                            AND f.field = ? AND f.value >= ? AND f.value < ?)""";

    private static final List<String> FIRST = List.of("", "");

    /** Behind every key and id. */
    private static final List<String> LAST = List.of("~", "~");

    private final Database database;

    DocumentLists(Database database) {
        this.database = database;
    }

    /** Along the index of the field in whose order they come; there are as many texts of it as filters and directions. */
    Page<Document> list(Space space, Query query, Slice slice) {
        return PartsCursor.page(slice, query.descending() ? LAST : FIRST, from -> list(space, query, slice, from));
    }

    private Page<Document> list(Space space, Query query, Slice slice, List<String> from) {
        SortKey.Range range = query.range();
        var values =
                new ArrayList<Object>(List.of(space.collection(), space.name(), query.by(), range.from(), range.to()));
        values.addAll(from);
        for (Query.Filter other : query.others()) {
            values.addAll(
                    List.of(other.field(), other.range().from(), other.range().to()));
        }
        values.add(slice.limit() + 1);
        String way = query.descending() ? " DESC" : "";
        String sql = "SELECT i.value, " + COLUMNS + " FROM document_index i JOIN document d"
                + " ON d.collection = i.collection AND d.space = i.space AND d.id = i.id"
                + " WHERE i.collection = ? AND i.space = ? AND i.field = ? AND i.value >= ? AND i.value < ?"
                + " AND (i.value, i.id) " + (query.descending() ? "<" : ">") + " (?, ?)"
                + FILTER.repeat(query.others().size())
                + " ORDER BY i.value" + way + ", i.id" + way + " LIMIT ?";
        List<Found> found =
                database.read(handle -> handle.all(sql, row -> new Found(row.text(), document(row)), values.toArray()));
        Page<Found> page = Cursor.page(
                found,
                slice,
                last -> PartsCursor.of(last.value(), last.document().id().value()));
        return new Page<>(page.items().stream().map(Found::document).toList(), page.next());
    }

    private record Found(String value, Document document) {}

    long lastChange(Space space) {
        return database.read(handle -> handle.first(
                        "SELECT last_change FROM document_tally WHERE collection = ? AND name = ?",
                        Row::size,
                        space.collection(),
                        space.name())
                .orElse(0L));
    }

    /** One statement, for what it sees is of one moment: no change can fall between documents and those that are gone. */
    List<Change> changes(Space space, long after, int most) {
        return database.read(handle -> handle.all(
                "SELECT * FROM (SELECT d.version AS number, 0 AS gone, " + COLUMNS
                        + " FROM document d WHERE collection = ? AND space = ? AND version > ? UNION ALL"
                        + " SELECT version, 1, collection, space, id, NULL, NULL, version, at, at"
                        + " FROM document_gone WHERE collection = ? AND space = ? AND version > ?) AS c"
                        + " ORDER BY number LIMIT ?",
                DocumentLists::change,
                space.collection(),
                space.name(),
                after,
                space.collection(),
                space.name(),
                after,
                most));
    }

    private static Change change(Row row) throws SQLException {
        long number = row.size();
        if (row.yes()) {
            row.text();
            row.text();
            return new Change(number, new DocumentId(row.text()), Optional.empty());
        }
        Document document = document(row);
        return new Change(number, document.id(), Optional.of(document));
    }

    List<Document> indexedOtherwise(String collection, String form, int most) {
        return database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM document d WHERE collection = ? AND (index_form < ? OR index_form > ?)"
                        + " LIMIT ?",
                DocumentLists::document,
                collection,
                form,
                form,
                most));
    }

    Page<Document> ownedBy(PersonId person, Slice slice) {
        return PartsCursor.page(slice, List.of("", "", ""), from -> {
            List<Document> found = database.read(handle -> handle.all(
                    "SELECT " + COLUMNS + " FROM document d WHERE owner = ? AND (collection, space, id) > (?, ?, ?)"
                            + " ORDER BY collection, space, id LIMIT ?",
                    DocumentLists::document,
                    person,
                    from.get(0),
                    from.get(1),
                    from.get(2),
                    slice.limit() + 1));
            return Cursor.page(
                    found,
                    slice,
                    last -> PartsCursor.of(
                            last.space().collection(),
                            last.space().name(),
                            last.id().value()));
        });
    }

    static List<Document> ownedBy(Handle handle, PersonId person, int most) throws SQLException {
        return handle.all(
                "SELECT " + COLUMNS + " FROM document d WHERE owner = ? ORDER BY collection, space, id LIMIT ?",
                DocumentLists::document,
                person,
                most);
    }

    static Document document(Row row) throws SQLException {
        return new Document(
                new Space(
                        row.text(),
                        row.maybeText().filter(name -> !name.isEmpty()).map(PersonId::of)),
                new DocumentId(row.text()),
                row.maybeUuid().map(PersonId::new),
                row.text(),
                row.size(),
                row.time(),
                row.time());
    }
}

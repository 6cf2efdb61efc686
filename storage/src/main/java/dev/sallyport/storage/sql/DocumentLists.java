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
                          WHERE f.collection = ? AND f.space = ? AND f.id = i.id
                            AND f.field = ? AND f.value >= ? AND f.value < ? LIMIT 1 OFFSET 0)""";

    /** One statement, for what it sees is of one moment: no change can fall between documents and those that are gone. */
    static final String CHANGES = "SELECT * FROM (SELECT d.version AS number, 0 AS gone, " + COLUMNS
            + " FROM document d WHERE (collection || '/' || space) = ? AND version > ? ORDER BY version LIMIT ?) AS there"
            + " UNION ALL SELECT * FROM (SELECT version, 1, collection, space, id, NULL, NULL, version, at, at"
            + " FROM document_gone WHERE (collection || '/' || space) = ? AND version > ? ORDER BY version LIMIT ?) AS away"
            + " ORDER BY number LIMIT ?";

    private final Database database;

    DocumentLists(Database database) {
        this.database = database;
    }

    /**
     * Along the index of the field in whose order they come, from where the last page ended: that is the one bound on its side, so that
     * both databases begin there. There are as many texts of this as filters and directions.
     */
    Page<Document> list(Space space, Query query, Slice slice) {
        SortKey.Range range = query.range();
        List<String> start = List.of(query.descending() ? range.to() : range.from(), "");
        return PartsCursor.page(slice, start, from -> list(space, query, slice, within(query, start, from)));
    }

    /** A cursor of another query does not lead out of this one. */
    private static List<String> within(Query query, List<String> start, List<String> from) {
        int order = new SortKey(from.getFirst()).compareTo(new SortKey(start.getFirst()));
        return (query.descending() ? order > 0 : order < 0) ? start : from;
    }

    private Page<Document> list(Space space, Query query, Slice slice, List<String> from) {
        boolean down = query.descending();
        var values = new ArrayList<Object>(List.of(place(space) + "/" + query.by()));
        values.addAll(from);
        values.add(down ? query.range().from() : query.range().to());
        for (Query.Filter other : query.others()) {
            values.addAll(List.of(
                    space.collection(),
                    space.name(),
                    other.field(),
                    other.range().from(),
                    other.range().to()));
        }
        values.addAll(List.of(slice.limit() + 1, space.collection(), space.name()));
        String sql = listing(down, query.others().size());
        List<Found> found =
                database.read(handle -> handle.all(sql, row -> new Found(row.text(), document(row)), values.toArray()));
        Page<Found> page = Cursor.page(
                found,
                slice,
                last -> PartsCursor.of(last.value(), last.document().id().value()));
        return new Page<>(page.items().stream().map(Found::document).toList(), page.next());
    }

    /**
     * The page is found in the index alone, and its documents are fetched then. {@code OFFSET 0} has PostgreSQL try filters row by row,
     * by the key: as long as it knows nothing of a new table, it would else join in an order that reads all for each.
     */
    static String listing(boolean down, int filters) {
        String order = down ? "value DESC, id DESC" : "value, id";
        return "SELECT p.value, " + COLUMNS + " FROM (SELECT i.value AS value, i.id AS id FROM document_index i"
                + " WHERE (i.collection || '/' || i.space || '/' || i.field) = ?"
                + (down
                        ? " AND (i.value, i.id) < (?, ?) AND i.value >= ?"
                        : " AND (i.value, i.id) > (?, ?) AND i.value < ?")
                + (" " + FILTER).repeat(filters)
                + " ORDER BY " + order + " LIMIT ?) AS p"
                + " JOIN document d ON d.collection = ? AND d.space = ? AND d.id = p.id"
                + (down ? " ORDER BY p.value DESC, p.id DESC" : " ORDER BY p.value, p.id");
    }

    /** The first part of indexes by number and by value; neither a collection nor a person has a slash. */
    private static String place(Space space) {
        return space.collection() + "/" + space.name();
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

    List<Change> changes(Space space, long after, int most) {
        return database.read(handle ->
                handle.all(CHANGES, DocumentLists::change, place(space), after, most, place(space), after, most, most));
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

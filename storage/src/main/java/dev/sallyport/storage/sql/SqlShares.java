package dev.sallyport.storage.sql;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.Reader;
import dev.sallyport.domain.file.ShareStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Who may read files, in the table {@code file_reader}. */
public final class SqlShares implements ShareStore {
    /** Nobody is called more than so many names at once: the texts of statements are bounded, and so is what is asked. */
    private static final int MOST_NAMES = 64;

    private final Database database;

    public SqlShares(Database database) {
        this.database = database;
    }

    @Override
    public Shared share(FileId id, PersonId owner, Reader reader, int most) {
        return database.write(handle -> {
            // The row is held, so that shares side by side count each other.
            if (!handle.any("SELECT 1 FROM file WHERE id = ? AND owner = ?" + handle.dialect().forUpdate, id, owner)) {
                return Shared.NOT_FOUND;
            }
            if (handle.any("SELECT 1 FROM file_reader WHERE file = ? AND reader = ?", id, reader)) {
                return Shared.SHARED;
            }
            int there = handle.first("SELECT COUNT(*) FROM file_reader WHERE file = ?", Row::number, id)
                    .orElseThrow();
            if (there >= most) {
                return Shared.TOO_MANY;
            }
            handle.change("INSERT INTO file_reader (file, reader) VALUES (?, ?)", id, reader);
            return Shared.SHARED;
        });
    }

    @Override
    public boolean withdraw(FileId id, PersonId owner, Reader reader) {
        return database.write(handle -> handle.change("""
                        DELETE FROM file_reader WHERE file = ? AND reader = ?
                           AND EXISTS (SELECT 1 FROM file WHERE id = ? AND owner = ?)""", id, reader, id, owner) == 1);
    }

    @Override
    public List<Reader> readers(FileId id) {
        return database.read(handle -> handle.all(
                "SELECT reader FROM file_reader WHERE file = ? ORDER BY reader", row -> new Reader(row.text()), id));
    }

    @Override
    public boolean mayRead(FileId id, Set<Reader> who) {
        var values = new ArrayList<Object>();
        values.add(id);
        String names = names(who, values);
        return database.read(handle -> handle.any(
                "SELECT 1 FROM file_reader WHERE file = ? AND reader IN (" + names + ") LIMIT 1", values.toArray()));
    }

    @Override
    public Page<StoredFile> sharedWith(Set<Reader> who, Slice slice) {
        Cursor from = Cursor.of(slice);
        var values = new ArrayList<Object>();
        String names = names(who, values);
        values.addAll(List.of(from.time(), from.id(), slice.limit() + 1));
        var found = database.read(handle -> handle.all(
                "SELECT " + SqlFiles.COLUMNS + " FROM file WHERE id IN (SELECT file FROM file_reader WHERE reader IN ("
                        + names + ")) AND (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?",
                SqlFiles::file,
                values.toArray()));
        return Cursor.page(
                found,
                slice,
                last -> Cursor.at(last.created(), last.id().value()).toString());
    }

    private static String names(Set<Reader> who, List<Object> values) {
        List<Reader> some = who.stream()
                .sorted(Comparator.comparing(Reader::value))
                .limit(MOST_NAMES)
                .toList();
        values.addAll(some);
        return "?, ".repeat(some.size() - 1) + "?";
    }
}

package dev.sallyport.storage.sql;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.util.Optional;

/** Files in the table {@code file}. */
public final class SqlFiles implements FileStore {
    static final String COLUMNS = "id, owner, name, size, type, digest, created, published";

    private final Database database;

    public SqlFiles(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(StoredFile file, long room) {
        return database.write(handle -> {
            // Uploads of one owner side by side must see each other, or they would pass the quota together.
            lockOwner(handle, file.owner());
            if (used(handle, file.owner()) > room - file.size()) {
                return false;
            }
            insert(handle, file);
            return true;
        });
    }

    static void lockOwner(Handle handle, PersonId owner) throws SQLException {
        handle.dialect().lockName(handle, "files of " + owner);
    }

    /** Of two who add and remove files of one content, the second must see what the first did. */
    static void insert(Handle handle, StoredFile file) throws SQLException {
        handle.dialect().lockName(handle, file.digest());
        handle.change(
                "INSERT INTO file (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                file.id(),
                file.owner(),
                file.name(),
                file.size(),
                file.type(),
                file.digest(),
                file.created(),
                file.published());
    }

    @Override
    public Optional<StoredFile> byId(FileId id) {
        return database.read(handle -> byId(handle, id));
    }

    private static Optional<StoredFile> byId(Handle handle, FileId id) throws SQLException {
        return handle.first("SELECT " + COLUMNS + " FROM file WHERE id = ?", SqlFiles::file, id);
    }

    @Override
    public Page<StoredFile> of(PersonId owner, Slice slice) {
        Cursor from = Cursor.of(slice);
        var found = database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM file WHERE owner = ? AND (created, id) < (?, ?)"
                        + " ORDER BY created DESC, id DESC LIMIT ?",
                SqlFiles::file,
                owner,
                from.time(),
                from.id(),
                slice.limit() + 1));
        return Cursor.page(
                found,
                slice,
                last -> Cursor.at(last.created(), last.id().value()).toString());
    }

    @Override
    public Optional<StoredFile> publish(FileId id, PersonId owner, boolean published) {
        return database.write(handle -> handle.first(
                "UPDATE file SET published = ? WHERE id = ? AND owner = ? RETURNING " + COLUMNS,
                SqlFiles::file,
                published,
                id,
                owner));
    }

    @Override
    public Removed remove(FileId id, PersonId owner) {
        return database.write(handle -> {
            Optional<StoredFile> file = byId(handle, id);
            if (file.isEmpty()) {
                return new Removed.NotFound();
            }
            // Of two who remove the last two files of one content, the second must see what the first did.
            handle.dialect().lockName(handle, file.get().digest());
            if (handle.change("DELETE FROM file WHERE id = ? AND owner = ?", id, owner) == 0) {
                return new Removed.NotFound();
            }
            boolean shared = handle.any(
                    "SELECT 1 FROM file WHERE digest = ? LIMIT 1", file.get().digest());
            return new Removed.Gone(file.get(), !shared);
        });
    }

    @Override
    public boolean uses(String digest) {
        return database.read(handle -> handle.any("SELECT 1 FROM file WHERE digest = ? LIMIT 1", digest));
    }

    @Override
    public long used(PersonId owner) {
        return database.read(handle -> used(handle, owner));
    }

    static long used(Handle handle, PersonId owner) throws SQLException {
        return handle.first("""
                        SELECT CAST((SELECT COALESCE(SUM(size), 0) FROM file WHERE owner = ?)
                                  + (SELECT COALESCE(SUM(size), 0) FROM upload WHERE owner = ? AND finished = 0) AS BIGINT)""", Row::size, owner, owner).orElseThrow();
    }

    static StoredFile file(Row row) throws SQLException {
        return new StoredFile(
                new FileId(row.uuid()),
                new PersonId(row.uuid()),
                row.text(),
                row.size(),
                row.text(),
                row.text(),
                row.time(),
                row.yes());
    }
}

package dev.sallyport.storage.sql;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.file.UploadStore;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Uploads under way in the table {@code upload}. */
public final class SqlUploads implements UploadStore {
    private static final String COLUMNS = "id, owner, name, metadata, size, received, turn, finished, created, expires";

    private final Database database;

    public SqlUploads(Database database) {
        this.database = database;
    }

    @Override
    public Opened open(Upload upload, long room, int most) {
        return database.write(handle -> {
            SqlFiles.lockOwner(handle, upload.owner());
            int open = handle.first(
                            "SELECT COUNT(*) FROM upload WHERE owner = ? AND finished = 0", Row::number, upload.owner())
                    .orElseThrow();
            if (open >= most) {
                return Opened.TOO_MANY;
            }
            if (SqlFiles.used(handle, upload.owner()) > room - upload.length()) {
                return Opened.NO_ROOM;
            }
            handle.change(
                    "INSERT INTO upload (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    upload.id(),
                    upload.owner(),
                    upload.name().value(),
                    upload.metadata(),
                    upload.length(),
                    upload.received(),
                    upload.turn(),
                    upload.finished(),
                    upload.created(),
                    upload.expires());
            return Opened.BEGUN;
        });
    }

    @Override
    public Optional<Upload> byId(FileId id) {
        return database.read(
                handle -> handle.first("SELECT " + COLUMNS + " FROM upload WHERE id = ?", SqlUploads::upload, id));
    }

    @Override
    public List<Upload> of(PersonId owner) {
        return database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM upload WHERE owner = ? AND finished = 0 ORDER BY created DESC, id DESC",
                SqlUploads::upload,
                owner));
    }

    @Override
    public Optional<Upload> turn(FileId id, PersonId owner) {
        return database.write(handle -> handle.first(
                "UPDATE upload SET turn = turn + 1 WHERE id = ? AND owner = ? RETURNING " + COLUMNS,
                SqlUploads::upload,
                id,
                owner));
    }

    @Override
    public boolean advance(Upload upload, long to, Instant expires) {
        return database.write(
                handle -> handle.change("""
                        UPDATE upload SET received = ?, expires = ?
                         WHERE id = ? AND received = ? AND turn = ? AND finished = 0""", to, expires, upload.id(), upload.received(), upload.turn()) == 1);
    }

    @Override
    public Finished finish(StoredFile file) {
        return database.write(handle -> {
            int won = handle.change(
                    "UPDATE upload SET finished = 1 WHERE id = ? AND owner = ? AND finished = 0",
                    file.id(),
                    file.owner());
            if (won == 0) {
                return handle.any("SELECT 1 FROM upload WHERE id = ? AND owner = ?", file.id(), file.owner())
                        ? Finished.BEFORE
                        : Finished.GONE;
            }
            SqlFiles.insert(handle, file);
            return Finished.ENTERED;
        });
    }

    @Override
    public boolean remove(FileId id, PersonId owner) {
        return database.write(handle -> handle.change("DELETE FROM upload WHERE id = ? AND owner = ?", id, owner) == 1);
    }

    @Override
    public List<FileId> expired(Instant now, int most) {
        return database.read(handle -> handle.all(
                "SELECT id FROM upload WHERE expires < ? ORDER BY expires LIMIT ?",
                row -> new FileId(row.uuid()),
                now,
                most));
    }

    @Override
    public boolean expire(FileId id, Instant now) {
        return database.write(handle -> handle.change("DELETE FROM upload WHERE id = ? AND expires < ?", id, now) == 1);
    }

    private static Upload upload(Row row) throws SQLException {
        return new Upload(
                new FileId(row.uuid()),
                new PersonId(row.uuid()),
                new FileName(row.text()),
                row.text(),
                row.size(),
                row.size(),
                row.number(),
                row.yes(),
                row.time(),
                row.time());
    }
}

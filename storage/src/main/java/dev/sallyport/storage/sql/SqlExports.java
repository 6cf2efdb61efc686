package dev.sallyport.storage.sql;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Export;
import dev.sallyport.domain.privacy.ExportStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who asked for what is kept about them, in the table {@code personal_export}. */
public final class SqlExports implements ExportStore {
    private static final int MOST = 20;
    private static final String SELECT =
            "SELECT id, person, asked, progress_done, progress_all, file FROM personal_export WHERE ";
    private static final String NEWEST_FIRST = " ORDER BY asked DESC, id DESC LIMIT ?";

    private final Database database;

    public SqlExports(Database database) {
        this.database = database;
    }

    @Override
    public Export open(Export export, Job job, Instant since) {
        return database.write(handle -> {
            // The person is held, so that two who ask side by side see each other.
            handle.any("SELECT 1 FROM person WHERE id = ?" + handle.dialect().forUpdate, export.person());
            Optional<Export> standing = handle.first(
                    SELECT + "person = ? AND asked > ?" + NEWEST_FIRST, SqlExports::export, export.person(), since, 1);
            if (standing.isPresent()) {
                return standing.get();
            }
            handle.change(
                    "INSERT INTO personal_export (id, person, asked) VALUES (?, ?, ?)",
                    export.id(),
                    export.person(),
                    export.asked());
            SqlJobs.add(handle, job);
            return export;
        });
    }

    @Override
    public Optional<Export> byId(UUID id) {
        return database.read(handle -> handle.first(SELECT + "id = ?", SqlExports::export, id));
    }

    @Override
    public List<Export> of(PersonId person) {
        return database.read(
                handle -> handle.all(SELECT + "person = ?" + NEWEST_FIRST, SqlExports::export, person, MOST));
    }

    @Override
    public boolean reached(UUID id, Progress progress) {
        return database.write(handle -> handle.change(
                        "UPDATE personal_export SET progress_done = ?, progress_all = ? WHERE id = ?",
                        progress.done(),
                        progress.all(),
                        id)
                == 1);
    }

    @Override
    public boolean finish(UUID id, FileId archive) {
        return database.write(handle ->
                handle.change("UPDATE personal_export SET file = ? WHERE id = ? AND file IS NULL", archive, id) == 1);
    }

    @Override
    public List<Export> askedBefore(Instant before, int most) {
        return database.read(handle ->
                handle.all(SELECT + "asked < ? ORDER BY asked, id LIMIT ?", SqlExports::export, before, most));
    }

    @Override
    public boolean remove(UUID id) {
        return database.write(handle -> handle.change("DELETE FROM personal_export WHERE id = ?", id) == 1);
    }

    private static Export export(Row row) throws SQLException {
        UUID id = row.uuid();
        var person = new PersonId(row.uuid());
        Instant asked = row.time();
        long done = row.size();
        long all = row.size();
        return new Export(
                id,
                person,
                asked,
                all == 0 ? Optional.empty() : Optional.of(new Progress(done, all)),
                row.maybeText().map(FileId::of));
    }
}

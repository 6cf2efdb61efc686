package dev.sallyport.storage.sql;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code job}, as an administrator sees it. */
public final class SqlJobDesk implements JobDesk {
    /** A lease is what makes the time at which a job may be taken another than the time at which it is due. */
    private static final String STATE =
            "CASE WHEN dead IS NOT NULL THEN 'DEAD' WHEN available > ? AND available <> due THEN 'RUNNING'"
                    + " ELSE 'WAITING' END";

    private static final String LIST =
            "SELECT " + SqlJobs.COLUMNS + ", " + STATE + ", progress_done, progress_all FROM job WHERE ";
    private static final String NEWEST_FIRST = " (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?";

    private final Database database;

    public SqlJobDesk(Database database) {
        this.database = database;
    }

    @Override
    public Page<Listed> list(Optional<State> state, Instant now, Slice slice) {
        Cursor from = Cursor.of(slice);
        var found = database.read(handle -> state.isEmpty()
                ? handle.all(LIST + NEWEST_FIRST, SqlJobDesk::listed, now, from.time(), from.id(), slice.limit() + 1)
                : handle.all(
                        LIST + condition(state.get()) + " AND " + STATE + " = ? AND" + NEWEST_FIRST,
                        SqlJobDesk::listed,
                        now,
                        now,
                        state.get(),
                        from.time(),
                        from.id(),
                        slice.limit() + 1));
        return Cursor.page(
                found,
                slice,
                last -> Cursor.at(last.job().created(), last.job().id()).toString());
    }

    /** Said once more, so that the few that were given up are found by their index. */
    private static String condition(State state) {
        return state == State.DEAD ? "dead IS NOT NULL" : "dead IS NULL";
    }

    @Override
    public Optional<Job> revive(UUID id, Instant now) {
        return database.write(handle -> handle.first(
                "UPDATE job SET dead = NULL, tries = 0, progress_done = NULL, progress_all = NULL, due = ?, available = ? WHERE id = ? AND dead IS NOT NULL"
                        + " RETURNING " + SqlJobs.COLUMNS,
                SqlJobs::job,
                now,
                now,
                id));
    }

    @Override
    public Optional<Job> discard(UUID id) {
        return database.write(handle -> handle.first(
                "DELETE FROM job WHERE id = ? AND dead IS NOT NULL RETURNING " + SqlJobs.COLUMNS, SqlJobs::job, id));
    }

    private static Listed listed(Row row) throws SQLException {
        Job job = SqlJobs.job(row);
        State state = row.constant(State.class);
        long done = row.size();
        long all = row.size();
        return new Listed(job, state, all == 0 ? Optional.empty() : Optional.of(new Progress(done, all)));
    }
}

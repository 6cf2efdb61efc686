package dev.sallyport.storage.sql;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.kit.trace.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;

/** Jobs in the table {@code job}. */
public final class SqlJobs implements JobStore {
    static final String COLUMNS = "id, kind, job_key, payload, tries, due, created, last_error, trace";

    /** A job waits under its key again, unless the same work was added while it ran. */
    private static final String WAITING_AGAIN = """
            waiting_key = CASE WHEN EXISTS
                (SELECT 1 FROM job AS o WHERE o.kind = job.kind AND o.waiting_key = job.job_key AND o.id <> job.id)
                THEN NULL ELSE job_key END""";

    /** The row of a lease that was not lost: whoever claims the job next counts its tries up. */
    private static final String HELD = " WHERE id = ? AND tries = ? AND dead IS NULL";

    /** A lease ends later than its job was due; what waits for another try is free when it is due. */
    private static final String LEASED = " AND available <> due";

    private static final int LONGEST_ERROR = 2_000;

    private final Database database;

    public SqlJobs(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Job job) {
        return database.write(handle -> add(handle, job));
    }

    /** Adds the job in a transaction of another store, so that it is there if and only if what it follows from is. */
    static boolean add(Handle handle, Job job) throws SQLException {
        return handle.change(
                        "INSERT INTO job (" + COLUMNS + ", waiting_key, available)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, waiting_key) DO NOTHING",
                        job.id(),
                        job.kind(),
                        job.key(),
                        Facts.text(job.payload()),
                        job.tries(),
                        job.due(),
                        job.created(),
                        job.lastError(),
                        job.within(Span.current().toField()).trace(),
                        job.key(),
                        job.due())
                == 1;
    }

    @Override
    public List<Job> claim(Instant now, Duration lease, int most) {
        return database.write(handle -> handle
                .all(
                        "WITH picked AS MATERIALIZED (SELECT id AS picked_id FROM job WHERE dead IS NULL AND available <= ?"
                                + " ORDER BY available LIMIT ?" + handle.dialect().skipLocked + ")"
                                + " UPDATE job SET tries = tries + 1, available = ?, waiting_key = NULL"
                                + " FROM picked WHERE id = picked_id RETURNING " + COLUMNS,
                        SqlJobs::job,
                        now,
                        most,
                        now.plus(lease))
                .stream()
                .sorted(Comparator.comparing(Job::due))
                .toList());
    }

    @Override
    public List<Job> claim(Instant now, Duration lease, int most, SequencedMap<String, Integer> room) {
        return database.write(handle -> {
            var claimed = new ArrayList<Job>();
            for (var kind : room.entrySet()) {
                int wanted = Math.min(kind.getValue(), most - claimed.size());
                if (wanted > 0) {
                    claimed.addAll(claim(handle, kind.getKey(), now, lease, wanted));
                }
            }
            return claimed;
        });
    }

    private static List<Job> claim(Handle handle, String kind, Instant now, Duration lease, int most)
            throws SQLException {
        return handle
                .all(
                        "WITH picked AS MATERIALIZED (SELECT id AS picked_id FROM job WHERE dead IS NULL AND kind = ?"
                                + " AND available <= ? ORDER BY available LIMIT ?" + handle.dialect().skipLocked + ")"
                                + " UPDATE job SET tries = tries + 1, available = ?, waiting_key = NULL"
                                + " FROM picked WHERE id = picked_id RETURNING " + COLUMNS,
                        SqlJobs::job,
                        kind,
                        now,
                        most,
                        now.plus(lease))
                .stream()
                .sorted(Comparator.comparing(Job::due))
                .toList();
    }

    @Override
    public boolean renew(Job job, Instant until) {
        return database.write(handle ->
                        handle.change("UPDATE job SET available = ?" + HELD + LEASED, until, job.id(), job.tries()))
                == 1;
    }

    @Override
    public boolean progress(Job job, Progress progress) {
        return database.write(handle -> handle.change(
                        "UPDATE job SET progress_done = ?, progress_all = ?" + HELD,
                        progress.done(),
                        progress.all(),
                        job.id(),
                        job.tries()))
                == 1;
    }

    @Override
    public boolean release(Job job, Instant due) {
        return database.write(handle -> handle.change(
                        "UPDATE job SET tries = tries - 1, due = ?, available = ?, " + WAITING_AGAIN + HELD,
                        due,
                        due,
                        job.id(),
                        job.tries()))
                == 1;
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> handle.change(
                "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE dead < ? ORDER BY dead LIMIT ?)", before, most));
    }

    @Override
    public boolean done(Job job) {
        return database.write(handle -> handle.change("DELETE FROM job" + HELD, job.id(), job.tries())) == 1;
    }

    @Override
    public boolean retry(Job job, String error, Instant due) {
        return database.write(handle -> handle.change(
                        "UPDATE job SET due = ?, available = ?, last_error = ?, " + WAITING_AGAIN + HELD,
                        due,
                        due,
                        cut(error),
                        job.id(),
                        job.tries()))
                == 1;
    }

    @Override
    public boolean bury(Job job, String error, Instant now) {
        return database.write(handle -> handle.change(
                        "UPDATE job SET dead = ?, last_error = ?, waiting_key = NULL" + HELD,
                        now,
                        cut(error),
                        job.id(),
                        job.tries()))
                == 1;
    }

    private static String cut(String error) {
        return error.substring(0, Math.min(error.length(), LONGEST_ERROR)).replace('\0', ' ');
    }

    @Override
    public Depth depth(Instant now) {
        return database.read(handle -> handle.first(
                        """
                        SELECT COUNT(CASE WHEN dead IS NULL AND due <= ? THEN 1 END),
                               COUNT(CASE WHEN dead IS NULL AND due > ? THEN 1 END),
                               COUNT(dead),
                               MIN(CASE WHEN dead IS NULL AND due <= ? THEN due END)
                          FROM job""",
                        row -> new Depth(
                                row.size(),
                                row.size(),
                                row.size(),
                                row.maybeTime()
                                        .map(oldest -> Duration.between(oldest, now))
                                        .orElse(Duration.ZERO)),
                        now,
                        now,
                        now)
                .orElseThrow());
    }

    static Job job(Row row) throws SQLException {
        return new Job(
                row.uuid(),
                row.text(),
                row.maybeText(),
                Facts.of(row.text()),
                row.number(),
                row.time(),
                row.time(),
                row.maybeText(),
                row.maybeText());
    }
}

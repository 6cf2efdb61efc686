package dev.sallyport.storage.sql;

import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptTally;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tallies in the table {@code attempt}; each step holds the key's row from reading to writing (T22). */
public final class SqlAttempts implements AttemptStore {
    private static final String TALLY =
            "SELECT failures, places, remembered_until, suspended_until, matters_until FROM attempt WHERE name = ?";

    private final Database database;

    public SqlAttempts(Database database) {
        this.database = database;
    }

    @Override
    public Begun begin(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.begin(policy, now));
    }

    @Override
    public Failed fail(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.fail(policy, now));
    }

    @Override
    public Succeeded succeed(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.succeed(policy, now));
    }

    @Override
    public void giveBack(AttemptKey key) {
        step(key, tally -> new AttemptTally.Step<>(true, tally.withoutLastPlace()));
    }

    @Override
    public AttemptTally read(AttemptKey key) {
        return database.read(handle -> handle.first(TALLY, SqlAttempts::tally, key.value()))
                .orElse(AttemptTally.EMPTY);
    }

    @Override
    public boolean clear(AttemptKey key) {
        return step(
                key,
                tally -> new AttemptTally.Step<>(
                        tally.failures() > 0 || tally.suspendedUntil().isPresent(), tally.cleared()));
    }

    private <T> T step(AttemptKey key, Function<AttemptTally, AttemptTally.Step<T>> change) {
        return database.write(handle -> {
            AttemptTally before = hold(handle, key);
            AttemptTally.Step<T> step = change.apply(before);
            if (step.after().isEmpty()) {
                handle.change("DELETE FROM attempt WHERE name = ?", key.value());
            } else if (!step.after().equals(before)) {
                keep(handle, key, step.after());
            }
            return step.answer();
        });
    }

    /** The key's tally, held against everybody else until the transaction ends; made where there was none. */
    private static AttemptTally hold(Handle handle, AttemptKey key) throws SQLException {
        while (true) {
            handle.change("""
                    INSERT INTO attempt (name, failures, places, remembered_until, suspended_until, matters_until)
                    VALUES (?, 0, '', 0, NULL, 0) ON CONFLICT DO NOTHING""", key.value());
            Optional<AttemptTally> held =
                    handle.first(TALLY + handle.dialect().forUpdate, SqlAttempts::tally, key.value());
            // Absent when somebody removed the row between the two statements.
            if (held.isPresent()) {
                return held.get();
            }
        }
    }

    private static void keep(Handle handle, AttemptKey key, AttemptTally tally) throws SQLException {
        handle.change(
                """
                UPDATE attempt SET failures = ?, places = ?, remembered_until = ?, suspended_until = ?, matters_until = ?
                 WHERE name = ?""",
                tally.failures(),
                tally.places().stream().map(p -> Long.toString(Times.millis(p))).collect(Collectors.joining(" ")),
                tally.rememberedUntil(),
                tally.suspendedUntil(),
                tally.mattersUntil(),
                key.value());
    }

    private static AttemptTally tally(Row row) throws SQLException {
        int failures = row.number();
        List<Instant> places =
                row.words().stream().map(Long::parseLong).map(Times::instant).toList();
        return new AttemptTally(failures, places, row.time(), row.maybeTime(), row.time());
    }

    @Override
    public int purge(Instant now, int most) {
        return database.write(handle -> handle.change("""
                DELETE FROM attempt WHERE matters_until <= ? AND name IN
                    (SELECT name FROM attempt WHERE matters_until <= ? ORDER BY matters_until LIMIT ?)""", now, now, most));
    }
}

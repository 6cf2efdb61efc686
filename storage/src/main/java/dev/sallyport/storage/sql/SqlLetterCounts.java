package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.letter.LetterCounts;
import java.time.Duration;
import java.time.Instant;

/** Counts in the table {@code letter_count}. */
public final class SqlLetterCounts implements LetterCounts {
    private final Database database;

    public SqlLetterCounts(Database database) {
        this.database = database;
    }

    @Override
    public boolean take(Digest recipient, int most, Duration span, Instant now) {
        return database.write(handle -> handle.change("""
                        INSERT INTO letter_count (recipient, ends, letters) VALUES (?, ?, 1)
                        ON CONFLICT (recipient) DO UPDATE
                           SET letters = CASE WHEN letter_count.ends <= ? THEN 1 ELSE letter_count.letters + 1 END,
                               ends = CASE WHEN letter_count.ends <= ? THEN excluded.ends ELSE letter_count.ends END
                         WHERE letter_count.ends <= ? OR letter_count.letters < ?""", recipient, now.plus(span), now, now, now, most)) == 1;
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> handle.change(
                "DELETE FROM letter_count WHERE recipient IN"
                        + " (SELECT recipient FROM letter_count WHERE ends < ? ORDER BY ends LIMIT ?)",
                before,
                most));
    }
}

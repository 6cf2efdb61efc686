package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.token.OneTimeStore;
import java.time.Instant;
import java.util.Optional;

/** Values that work once, in the table {@code one_time}. */
public final class SqlOneTimeValues implements OneTimeStore {
    private final Database database;

    public SqlOneTimeValues(Database database) {
        this.database = database;
    }

    @Override
    public boolean put(Purpose purpose, Digest value, String payload, String subject, Instant expires) {
        return database.write(handle -> handle.change(
                        "INSERT INTO one_time (purpose, digest, payload, subject, expires) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        purpose,
                        value,
                        payload,
                        Optional.of(subject).filter(s -> !s.equals(NOBODY)),
                        expires))
                == 1;
    }

    @Override
    public Taken take(Purpose purpose, Digest value, Instant now) {
        return database.write(handle -> {
            var first = handle.first("""
                    UPDATE one_time SET used = ?
                     WHERE purpose = ? AND digest = ? AND used IS NULL AND expires > ?
                    RETURNING payload""", row -> new Taken.First(row.text()), now, purpose, value, now);
            if (first.isPresent()) {
                return first.get();
            }
            return handle.<Taken>first(
                            "SELECT payload FROM one_time WHERE purpose = ? AND digest = ? AND expires > ?",
                            row -> new Taken.Again(row.text()),
                            purpose,
                            value,
                            now)
                    .orElseGet(Taken.Never::new);
        });
    }

    @Override
    public int withdraw(Purpose purpose, String subject) {
        return database.write(
                handle -> handle.change("DELETE FROM one_time WHERE purpose = ? AND subject = ?", purpose, subject));
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> handle.change("""
                DELETE FROM one_time WHERE (purpose, digest) IN
                    (SELECT purpose, digest FROM one_time WHERE expires < ? ORDER BY expires LIMIT ?)""", before, most));
    }
}

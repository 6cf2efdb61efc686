package dev.sallyport.storage.sql;

import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.token.Algorithm;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Signing keys in the table {@code signing_key}; few rows, changed seldom, so a change locks the table. */
public final class SqlKeys implements KeyStore {
    private static final String COLUMNS =
            "id, algorithm, public_jwk, sealed_private, created, signs_from, signs_until, leaves";

    private final Database database;

    public SqlKeys(Database database) {
        this.database = database;
    }

    @Override
    public List<SigningKey> published(Instant now) {
        return database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM signing_key WHERE leaves > ? ORDER BY created, id", SqlKeys::key, now));
    }

    @Override
    public void succeed(SigningKey key, Instant othersLeave) {
        database.write(handle -> {
            handle.dialect().lockTable(handle, "signing_key");
            // A key that has a successor already keeps its earlier times.
            handle.change(
                    "UPDATE signing_key SET signs_until = ? WHERE algorithm = ? AND signs_until > ?",
                    key.signsFrom(),
                    key.algorithm(),
                    key.signsFrom());
            handle.change(
                    "UPDATE signing_key SET leaves = ? WHERE algorithm = ? AND leaves > ?",
                    othersLeave,
                    key.algorithm(),
                    othersLeave);
            return insert(handle, key);
        });
    }

    @Override
    public boolean addFirst(SigningKey key) {
        return database.write(handle -> {
            handle.dialect().lockTable(handle, "signing_key");
            boolean first = !handle.any("SELECT 1 FROM signing_key WHERE algorithm = ?", key.algorithm());
            return first && insert(handle, key) == 1;
        });
    }

    private static int insert(Handle handle, SigningKey key) throws SQLException {
        return handle.change(
                "INSERT INTO signing_key (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key.id(),
                key.algorithm(),
                key.publicJwk(),
                key.sealedPrivate(),
                key.created(),
                key.signsFrom(),
                key.signsUntil(),
                key.leaves());
    }

    @Override
    public int purge(Instant before) {
        return database.write(handle -> handle.change("DELETE FROM signing_key WHERE leaves < ?", before));
    }

    private static SigningKey key(Row row) throws SQLException {
        return new SigningKey(
                new KeyId(row.text()),
                row.constant(Algorithm.class),
                row.text(),
                row.bytes(),
                row.time(),
                row.time(),
                row.time(),
                row.time());
    }
}

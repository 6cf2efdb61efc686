package dev.sallyport.storage.sql;

import java.sql.SQLException;
import java.util.Map;

/** Where SQLite and PostgreSQL need different words. SQLite has one writer, so what locks there is nothing. */
enum Dialect {
    SQLITE("", "", "BLOB", "", ""),
    POSTGRESQL(" FOR UPDATE", " FOR UPDATE SKIP LOCKED", "BYTEA", "COLLATE \"C\"", "CONCURRENTLY");

    /** Behind a SELECT whose row is about to be changed. */
    final String forUpdate;

    /** Behind a SELECT of rows of which those that somebody else holds are passed over. */
    final String skipLocked;

    private final String blob;
    private final String binary;
    private final String concurrently;

    Dialect(String forUpdate, String skipLocked, String blob, String binary, String concurrently) {
        this.forUpdate = forUpdate;
        this.skipLocked = skipLocked;
        this.blob = blob;
        this.binary = binary;
        this.concurrently = concurrently;
    }

    /** What the migrations leave open. */
    Map<String, String> placeholders() {
        return Map.of("blob", blob, "binary", binary, "concurrently", concurrently);
    }

    /** Lets nobody else change the table until this transaction ends; reading goes on. */
    void lockTable(Handle handle, String table) throws SQLException {
        if (this == POSTGRESQL) {
            handle.change("LOCK TABLE " + table + " IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    /** Lets nobody else who asks for the same name go on until this transaction ends. */
    void lockName(Handle handle, String name) throws SQLException {
        if (this == POSTGRESQL) {
            handle.first("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(?, 0))) AS l", row -> 1, name);
        }
    }
}

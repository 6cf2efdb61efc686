package dev.sallyport.storage.sql;

import java.sql.SQLException;

/**
 * A place in the write-ahead log of a primary: how far it had written, or how far a standby has come.
 *
 * @param database which installation, and which database of it
 * @param timeline which line of its history, for each promotion begins one
 * @param position bytes since the beginning of it all
 */
record Mark(String database, long timeline, long position) {
    private static final String WHICH =
            "SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()), ";

    /** What somebody could have read before is before this: nobody sees a commit that is not written yet. */
    private static final String OF_PRIMARY = WHICH
            + "('x' || substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8))::bit(32)::bigint, pg_current_wal_flush_lsn()"
            + " FROM pg_control_system()";

    /**
     * A standby knows its timeline for sure since it last wrote its pages; one that has just gone over to another timeline tells
     * the one before for some minutes, and is thought to be on it so long.
     */
    private static final String OF_STANDBY = WHICH
            + "GREATEST(timeline_id, min_recovery_end_timeline), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END"
            + " FROM pg_control_system(), pg_control_checkpoint(), pg_control_recovery()";

    /** How far the primary at the other end has written. */
    static Mark ofPrimary(Handle handle) throws SQLException {
        return handle.first(OF_PRIMARY, Mark::read).orElseThrow();
    }

    /** How far the standby at the other end has come; its position is {@link #NOWHERE} where it is no standby. */
    static Mark ofStandby(Handle handle) throws SQLException {
        return handle.first(OF_STANDBY, Mark::read).orElseThrow();
    }

    /** The position of who follows nobody. */
    static final long NOWHERE = -1;

    private static Mark read(Row row) throws SQLException {
        return new Mark(
                row.text(), row.size(), row.maybeText().map(Mark::position).orElse(NOWHERE));
    }

    /** Reads a position as PostgreSQL writes it: {@code 16/B374D848}, two halves in hexadecimal digits. */
    static long position(String text) {
        int slash = text.indexOf('/');
        return Long.parseLong(text.substring(0, slash), 16) << 32 | Long.parseLong(text.substring(slash + 1), 16);
    }

    /** Whether a standby that has come here has everything that was written before {@code mark}. */
    boolean hasReached(Mark mark) {
        return database.equals(mark.database) && timeline == mark.timeline && position >= mark.position;
    }
}

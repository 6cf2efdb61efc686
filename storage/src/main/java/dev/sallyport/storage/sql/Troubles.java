package dev.sallyport.storage.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a driver's error means to an operator. */
final class Troubles {
    /** The server was told to stop, has crashed, or is starting. */
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03");

    /** A connection could not be made. */
    static final String NOT_REACHED = "08001";

    private Troubles() {}

    /** @param what the database as an operator knows it: a file, or host, port and name */
    static DatabaseUnavailable of(String what, Throwable failure) {
        return failure instanceof DatabaseUnavailable known
                ? known
                : new DatabaseUnavailable("the database " + what + " " + meaning(failure), failure);
    }

    /** Whether the connection itself broke, or the server ended it, rather than the statement. */
    static boolean isLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || LOST.contains(state);
    }

    private static String meaning(Throwable failure) {
        if (!(failure instanceof SQLException sql)) {
            return "failed: " + failure;
        }
        if (sql instanceof SQLTransientConnectionException && sql.getCause() == null) {
            return "has no connection free for too long; is it slow? database_connections says how many there are";
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return state.isEmpty() ? sqlite(sql) : postgresql(sql, state);
    }

    private static String sqlite(SQLException failure) {
        // Extended result codes carry the primary code in their low byte (https://sqlite.org/rescode.html).
        return switch (failure.getErrorCode() & 0xff) {
            case 5, 6 -> "is held by another program for too long; stop that program";
            case 8 -> "cannot be written: the file or its folder is read-only; give this user the right to write there";
            case 10 -> "cannot be read or written: the disk reports an error; look into the system's log";
            case 11, 26 ->
                "is damaged or is no SQLite database; restore it from a backup, or move it away to begin anew";
            case 13 -> "cannot grow: the disk is full; make room, nothing else needs to be done";
            case 14 -> "cannot be opened; the folder must exist and this user must be allowed to write there";
            default -> "refused a statement: " + failure.getMessage();
        };
    }

    private static String postgresql(SQLException failure, String state) {
        return switch (state) {
            case "28P01", "28000" -> "refused the user name or password; check `database` and `database_password_file`";
            case "3D000" -> "does not exist on that server; create it: CREATE DATABASE …";
            case "42501" -> "does not let this user do that; grant it CREATE and USAGE on its schema";
            case "53100" -> "cannot grow: the server's disk is full";
            case "53300" -> "has no connection left; raise max_connections or start fewer processes";
            case "55P03" -> "has rows that were held by another for too long";
            case "57014" -> "took longer than the statement timeout";
            case "25006" -> "is read-only; is it a standby? `database` must name the primary";
            case String gone
            when isLost(failure) ->
                "cannot be reached; is the server running and the address right? " + failure.getMessage();
            default -> "refused a statement (SQLSTATE " + state + "): " + failure.getMessage();
        };
    }
}

package dev.sallyport.storage.sql;

import dev.sallyport.storage.sql.Catalog.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Moves everything that a SQLite file holds into an empty PostgreSQL database, and compares both row by row before it is kept. It is
 * one transaction: whatever breaks it off leaves the target as empty as it was. Nobody writes to the file meanwhile. Why so:
 * {@code docs/decisions/moving-to-postgresql.md}.
 */
public final class MoveToPostgres {
    private static final int ROWS = 1_000;
    private static final long STEP = 50_000;

    private final Path file;
    private final DatabaseSettings.Postgresql target;

    /** @param file the SQLite file, brought to the schema of this build if it is older */
    public MoveToPostgres(Path file, DatabaseSettings.Postgresql target) {
        this.file = file;
        this.target = target;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** Everything is there and is the same. */
        record Moved(List<Count> tables) implements Outcome {
            public Moved {
                tables = List.copyOf(tables);
            }
        }

        /** The target holds something; nothing was changed. */
        record Taken(List<String> tables) implements Outcome {
            public Taken {
                tables = List.copyOf(tables);
            }
        }

        /** A text holds U+0000, which PostgreSQL cannot keep; nothing was changed. */
        record Unstorable(String table, String row) implements Outcome {}

        /** What was read back is not what was written; nothing was changed. */
        record Different(String table, String row) implements Outcome {}
    }

    /** How many rows a table holds. */
    public record Count(String table, long rows) {}

    /** Hears how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** @param what {@code copied} or {@code compared} */
        void at(String what, String table, long done, long all);
    }

    /** A row that cannot be moved ends the whole. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        Stopped(Outcome outcome) {
            super("stopped");
            this.outcome = outcome;
        }
    }

    /**
     * Moves; takes as long as it takes.
     *
     * @throws DatabaseUnavailable when one of the two does not answer, or somebody else writes to the file
     */
    public Outcome move(Progress progress) {
        SqliteDatabase.open(file).close();
        PostgresDatabase.open(target).close();
        try (Connection from = SqliteDatabase.alone(file);
                Connection to = PostgresDatabase.alone(target)) {
            return move(from, to, progress);
        } catch (SQLException e) {
            throw e.getSQLState() == null ? Troubles.of(file.toString(), e) : Troubles.of(target.toString(), e);
        }
    }

    private static Outcome move(Connection from, Connection to, Progress progress) throws SQLException {
        List<Table> tables = Catalog.of(to);
        List<Table> source = Catalog.of(from);
        Set<String> only = shapes(source);
        only.removeAll(shapes(tables));
        Set<String> more = shapes(tables);
        more.removeAll(shapes(source));
        if (!only.isEmpty() || !more.isEmpty()) {
            throw new DatabaseUnavailable("the two databases do not hold the same tables: here " + only + ", there "
                    + more + "; is there something of another program in one of them?");
        }
        run(from, "BEGIN IMMEDIATE");
        to.setAutoCommit(false);
        String all = tables.stream().map(Table::name).collect(Collectors.joining(", "));
        run(to, "LOCK TABLE " + all + " IN ACCESS EXCLUSIVE MODE");
        List<String> taken = taken(to, tables);
        if (!taken.isEmpty()) {
            return new Outcome.Taken(taken);
        }
        try {
            var counts = new ArrayList<Count>();
            for (Table table : tables) {
                counts.add(new Count(table.name(), copy(from, to, table, progress)));
            }
            for (Count count : counts) {
                Table table = tables.get(counts.indexOf(count));
                compare(from, to, table, count.rows(), progress);
            }
            to.commit();
            run(from, "ROLLBACK");
            analyze(to);
            return new Outcome.Moved(counts);
        } catch (Stopped reason) {
            to.rollback();
            return reason.outcome;
        }
    }

    /** Names and kinds of columns; the order of columns may differ. */
    private static Set<String> shapes(List<Table> tables) {
        return tables.stream()
                .map(table -> table.name() + new TreeMap<>(table.columns()) + table.key())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> taken(Connection to, List<Table> tables) throws SQLException {
        var taken = new ArrayList<String>();
        for (Table table : tables) {
            try (Statement statement = to.createStatement();
                    ResultSet any = statement.executeQuery("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
                if (any.next()) {
                    taken.add(table.name());
                }
            }
        }
        return taken;
    }

    private static long copy(Connection from, Connection to, Table table, Progress progress)
            throws SQLException, Stopped {
        long all = count(from, table);
        String columns = String.join(", ", table.columns().keySet());
        CopyIn copy = to.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.name() + " (" + columns + ") FROM STDIN");
        long done = 0;
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery(select(table, ""))) {
            while (rows.next()) {
                MovedRow row = MovedRow.of(rows, table);
                if (row.hasNul()) {
                    throw new Stopped(new Outcome.Unstorable(table.name(), row.named(table)));
                }
                byte[] line = row.line();
                copy.writeToCopy(line, 0, line.length);
                tell(progress, "copied", table, ++done, all);
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        progress.at("copied", table.name(), done, all);
        return done;
    }

    private static void compare(Connection from, Connection to, Table table, long all, Progress progress)
            throws SQLException, Stopped {
        try (Statement here = from.createStatement();
                Statement there = to.createStatement()) {
            there.setFetchSize(ROWS);
            try (ResultSet expected = here.executeQuery(select(table, ""));
                    ResultSet found = there.executeQuery(select(table, " COLLATE \"C\""))) {
                long done = 0;
                while (expected.next()) {
                    MovedRow row = MovedRow.of(expected, table);
                    if (!found.next() || !row.same(MovedRow.of(found, table))) {
                        throw new Stopped(new Outcome.Different(table.name(), row.named(table)));
                    }
                    tell(progress, "compared", table, ++done, all);
                }
                if (found.next()) {
                    MovedRow more = MovedRow.of(found, table);
                    throw new Stopped(new Outcome.Different(table.name(), more.named(table)));
                }
                progress.at("compared", table.name(), done, all);
            }
        }
    }

    /** In the order of the key, byte by byte on both sides. */
    private static String select(Table table, String collation) {
        String order = table.key().stream()
                .map(column -> table.columns().get(column) == Catalog.Kind.TEXT ? column + collation : column)
                .collect(Collectors.joining(", "));
        return "SELECT " + String.join(", ", table.columns().keySet()) + " FROM " + table.name() + " ORDER BY " + order;
    }

    private static long count(Connection from, Table table) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table.name())) {
            count.next();
            return count.getLong(1);
        }
    }

    private static void tell(Progress progress, String what, Table table, long done, long all) {
        if (done % STEP == 0 && done < all) {
            progress.at(what, table.name(), done, all);
        }
    }

    /** So that the first questions are planned for the tables as they are now. */
    private static void analyze(Connection to) throws SQLException {
        to.setAutoCommit(true);
        run(to, "ANALYZE");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

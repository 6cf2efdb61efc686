package dev.sallyport.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much room a row takes on disk with all its indexes, freshly written in the order of time. */
final class Growth {
    private static final int ROWS = 10_000;

    /** A UUID of version 7 for row {@code n}. */
    private static final String ID =
            "'0199' || lpad(to_hex(n / 10), 4, '0') || '-' || lpad(to_hex(n), 4, '0') || '-7' || substr(md5(n::text), 1, 3) || '-8'"
                    + " || substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12)";

    private Growth() {}

    static List<Row> rows(Postgres database) throws IOException {
        var rows = new ArrayList<Row>();
        rows.add(row(database, "person", "id", "email"));
        rows.add(row(database, "session", "id", "person"));
        rows.add(row(database, "refresh_family", "id", "session", "person", "member", "previous"));
        rows.add(row(database, "audit_event", "id", "person", "session", "place"));
        return rows;
    }

    /** Ten thousand rows like the newest that has all of these columns, in a table of the same shape; each with its own values there. */
    private static Row row(Postgres database, String table, String... columns) throws IOException {
        String copy = "growth_" + table;
        database.run("CREATE TABLE " + copy + " (LIKE " + table + " INCLUDING ALL)");
        double before = database.number("SELECT pg_total_relation_size('" + copy + "')");
        String fresh = Stream.of(columns)
                .map(column -> "'" + column + "', " + likeIt(column))
                .collect(Collectors.joining(", "));
        String filled =
                Stream.of(columns).map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        database.run("INSERT INTO " + copy + " SELECT (jsonb_populate_record(one, jsonb_build_object(" + fresh
                + "))).* FROM " + table + " one, generate_series(1, " + ROWS
                + ") n WHERE one.id = (SELECT max(id) FROM "
                + table + " WHERE " + filled + ")");
        if (database.number("SELECT count(*) FROM " + copy) != ROWS) {
            throw new IOException("the load has left no row of " + table + " to measure");
        }
        double grown = database.number("SELECT pg_total_relation_size('" + copy + "')") - before;
        double heap = database.number("SELECT pg_relation_size('" + copy + "')");
        return new Row(
                "growth: " + table,
                Figure.whole("bytes a row", grown / ROWS),
                Figure.whole("without indexes", heap / ROWS));
    }

    private static String likeIt(String column) {
        return switch (column) {
            case "email" -> "'person-' || n || '@example.org'";
            case "member", "previous" -> "substr(md5(n::text) || md5((-n)::text), 1, length(one." + column + "))";
            case "place" -> "n";
            default -> ID;
        };
    }
}

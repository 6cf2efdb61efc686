package dev.sallyport.storage.sql;

import dev.sallyport.storage.sql.Catalog.Kind;
import dev.sallyport.storage.sql.Catalog.Table;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * One row on its way from one database to the other: texts, numbers and bytes, whatever the driver calls them.
 *
 * @param values String, Long, byte[] or null, in the order of the table's columns
 */
record MovedRow(List<Object> values) {
    private static final HexFormat HEX = HexFormat.of();

    /** The row that {@code result} stands on; its columns are those of the table, in their order. */
    static MovedRow of(ResultSet result, Table table) throws SQLException {
        var values = new ArrayList<Object>(table.columns().size());
        int at = 0;
        for (Kind kind : table.columns().values()) {
            at++;
            Object value = switch (kind) {
                case TEXT -> result.getString(at);
                case NUMBER -> result.getLong(at);
                case BYTES -> result.getBytes(at);
            };
            values.add(result.wasNull() ? null : value);
        }
        return new MovedRow(values);
    }

    boolean same(MovedRow other) {
        return Arrays.deepEquals(values.toArray(), other.values.toArray());
    }

    /** Whether a text holds U+0000, which SQLite keeps and PostgreSQL cannot. */
    boolean hasNul() {
        return values.stream().anyMatch(value -> value instanceof String text && text.indexOf('\0') >= 0);
    }

    /** The values of the primary key, for an operator to find the row by. */
    String named(Table table) {
        List<String> columns = List.copyOf(table.columns().keySet());
        return String.join(
                ", ",
                table.key().stream()
                        .map(name -> name + " = " + values.get(columns.indexOf(name)))
                        .toList());
    }

    /** A line of COPY in its text format (PostgreSQL, "COPY", File Formats). */
    byte[] line() {
        var line = new StringBuilder();
        String gap = "";
        for (Object value : values) {
            line.append(gap);
            gap = "\t";
            switch (value) {
                case null -> line.append("\\N");
                case String text -> escape(text, line);
                case byte[] bytes -> line.append("\\\\x").append(HEX.formatHex(bytes));
                default -> line.append(value);
            }
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }
}

package dev.sallyport.storage.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of the schema as the database itself lists them, so that no list of ours can forget one. */
final class Catalog {
    private static final String HISTORY = "flyway_schema_history";

    private Catalog() {}

    /** What a column holds. */
    enum Kind {
        TEXT,
        NUMBER,
        BYTES
    }

    /**
     * A table.
     *
     * @param columns by name, in the order of the table
     * @param key the columns of the primary key, in its order
     */
    record Table(String name, Map<String, Kind> columns, List<String> key) {}

    /**
     * Every table but Flyway's, none before one that it refers to.
     *
     * @throws SQLException also where a table has no primary key or a column of another kind
     */
    static List<Table> of(Connection connection) throws SQLException {
        DatabaseMetaData catalog = connection.getMetaData();
        String schema = connection.getSchema();
        var tables = new TreeMap<String, Table>();
        var referred = new TreeMap<String, Set<String>>();
        for (String name : names(catalog, schema)) {
            tables.put(name, new Table(name, columns(catalog, schema, name), key(catalog, schema, name)));
            referred.put(name, referred(catalog, schema, name));
        }
        var ordered = new LinkedHashSet<String>();
        tables.keySet().forEach(name -> visit(name, referred, ordered));
        return ordered.stream().map(tables::get).toList();
    }

    private static void visit(String name, Map<String, Set<String>> referred, Set<String> ordered) {
        if (!ordered.contains(name)) {
            referred.get(name).stream()
                    .filter(other -> !other.equals(name))
                    .forEach(other -> visit(other, referred, ordered));
            ordered.add(name);
        }
    }

    private static Set<String> names(DatabaseMetaData catalog, String schema) throws SQLException {
        var names = new TreeSet<String>();
        try (ResultSet found = catalog.getTables(null, schema, "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME");
                if (!name.equals(HISTORY) && !name.startsWith("sqlite_")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Map<String, Kind> columns(DatabaseMetaData catalog, String schema, String table)
            throws SQLException {
        var columns = new LinkedHashMap<String, Kind>();
        try (ResultSet found = catalog.getColumns(null, schema, escaped(catalog, table), "%")) {
            while (found.next()) {
                String name = found.getString("COLUMN_NAME");
                columns.put(name, kind(table + "." + name, found.getString("TYPE_NAME")));
            }
        }
        return columns;
    }

    /** In a pattern an underscore is any letter. */
    private static String escaped(DatabaseMetaData catalog, String name) throws SQLException {
        return name.replace("_", catalog.getSearchStringEscape() + "_");
    }

    private static Kind kind(String column, String type) throws SQLException {
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "TEXT" -> Kind.TEXT;
            case "INTEGER", "BIGINT", "INT4", "INT8" -> Kind.NUMBER;
            case "BLOB", "BYTEA" -> Kind.BYTES;
            default ->
                throw new SQLException("the column " + column + " is of the kind " + type + ", which is not known");
        };
    }

    private static List<String> key(DatabaseMetaData catalog, String schema, String table) throws SQLException {
        var key = new TreeMap<Integer, String>();
        try (ResultSet found = catalog.getPrimaryKeys(null, schema, table)) {
            while (found.next()) {
                key.put(found.getInt("KEY_SEQ"), found.getString("COLUMN_NAME"));
            }
        }
        if (key.isEmpty()) {
            throw new SQLException("the table " + table + " has no primary key, so that its rows have no order");
        }
        return new ArrayList<>(key.values());
    }

    private static Set<String> referred(DatabaseMetaData catalog, String schema, String table) throws SQLException {
        var others = new TreeSet<String>();
        try (ResultSet found = catalog.getImportedKeys(null, schema, table)) {
            while (found.next()) {
                others.add(found.getString("PKTABLE_NAME"));
            }
        }
        return others;
    }
}

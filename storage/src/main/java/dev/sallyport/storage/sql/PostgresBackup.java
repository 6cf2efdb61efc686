package dev.sallyport.storage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Copies of a PostgreSQL database, by its own {@code pg_dump} and {@code pg_restore}. */
final class PostgresBackup implements Backup {
    /** The first bytes of an archive in the custom format (pg_backup_archiver.c, WriteHead). */
    private static final String HEAD = "PGDMP";

    private static final String NAME = "sallyport";

    private final DatabaseSettings.Postgresql settings;
    private final PostgresPrograms programs;

    PostgresBackup(DatabaseSettings.Postgresql settings, String path) {
        this.settings = settings;
        this.programs = new PostgresPrograms(settings, path);
    }

    @Override
    public void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            programs.fit("pg_dump", server());
            programs.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file=" + part);
            OwnersFile.only(part);
            OwnersFile.sync(part);
            if (look(part) instanceof Found.Useless(String why)) {
                throw new DatabaseUnavailable("the copy of " + settings + " " + why);
            }
            Files.move(part, file);
            OwnersFile.sync(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new DatabaseUnavailable("the copy " + file + " cannot be written: " + e, e);
        } finally {
            OwnersFile.forget(part);
        }
    }

    private int server() {
        return ask(connection -> connection.getMetaData().getDatabaseMajorVersion());
    }

    private interface Asked<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T ask(Asked<T> asked) {
        try (Connection connection = PostgresDatabase.alone(settings)) {
            return asked.of(connection);
        } catch (SQLException e) {
            throw Troubles.of(settings.toString(), e);
        }
    }

    @Override
    public Found look(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (!new String(in.readNBytes(HEAD.length()), StandardCharsets.ISO_8859_1).equals(HEAD)) {
                return new Found.Useless(
                        "is no archive of pg_dump in its custom format, so it is no backup of PostgreSQL");
            }
        } catch (IOException e) {
            return new Found.Useless("cannot be read: " + e);
        }
        try {
            // Every byte is read and unpacked, so a file that was cut off shows itself.
            programs.run("pg_restore", "--file=/dev/null", file.toString());
            List<Map<String, String>> history = rows(file, "flyway_schema_history");
            List<Migrations.Described> applied = history.stream()
                    .filter(row -> row.get("success").equals("t")
                            && !row.get("version").equals("\\N"))
                    .map(row -> new Migrations.Described(Integer.parseInt(row.get("version")), row.get("description")))
                    .toList();
            return Migrations.unfit(applied)
                    .<Found>map(Found.Useless::new)
                    .orElseGet(() -> new Found.Whole(rows(file, "signing_key").stream()
                            .map(row -> HexFormat.of()
                                    .parseHex(row.get("sealed_private").replaceFirst("^\\\\+x", "")))
                            .toList()));
        } catch (PostgresPrograms.Failed e) {
            return new Found.Useless("is damaged or cut off: " + e.getMessage());
        }
    }

    /** The rows of a small table in an archive, their columns by name, as COPY writes them. */
    private List<Map<String, String>> rows(Path file, String table) {
        var rows = new ArrayList<Map<String, String>>();
        List<String> columns = List.of();
        for (String line :
                programs.said("pg_restore", "--data-only", "--table=" + table, "--file=-", file.toString())) {
            if (line.startsWith("COPY ")) {
                columns = List.of(
                        line.substring(line.indexOf('(') + 1, line.indexOf(')')).split(", "));
            } else if (line.equals("\\.")) {
                columns = List.of();
            } else if (!columns.isEmpty()) {
                String[] values = line.split("\t", -1);
                List<String> names = columns;
                rows.add(names.stream().collect(Collectors.toMap(name -> name, name -> values[names.indexOf(name)])));
            }
        }
        return rows;
    }

    @Override
    public boolean holdsSomething() {
        return !ask(PostgresBackup::tables).isEmpty();
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        try (var found = connection
                .getMetaData()
                .getTables(null, connection.getSchema(), "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
            var tables = new TreeSet<String>();
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
            return tables;
        }
    }

    /** How many connections other programs of ours hold to the database. */
    private static int others(Connection connection) throws SQLException {
        return new Handle(connection, Dialect.POSTGRESQL)
                .first(
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?"
                                + " AND pid <> pg_backend_pid()",
                        Row::number,
                        NAME)
                .orElse(0);
    }

    @Override
    public String put(Path file) {
        int others = ask(PostgresBackup::others);
        if (others > 0) {
            throw new DatabaseUnavailable("a house is running on the database " + settings + " (" + others
                    + " connections); stop it first, on every machine");
        }
        Set<String> left = ask(PostgresBackup::tables);
        boolean full = !left.isEmpty();
        programs.said("pg_restore", "--list", file.toString()).stream()
                .filter(line -> line.contains(" TABLE "))
                .map(line -> line.split(" ")[line.contains(" TABLE DATA ") ? 6 : 5])
                .forEach(left::remove);
        if (!left.isEmpty()) {
            throw new DatabaseUnavailable("the database " + settings + " holds tables that the backup does not know: "
                    + String.join(", ", left) + "; restore into an empty database");
        }
        programs.fit("pg_restore", server());
        // One transaction: everything is replaced, or nothing is.
        programs.run(
                "pg_restore",
                "--clean",
                "--if-exists",
                "--no-owner",
                "--no-privileges",
                "--single-transaction",
                "--exit-on-error",
                "--dbname=" + settings.name(),
                file.toString());
        return full ? "What was there before is gone." : "";
    }
}

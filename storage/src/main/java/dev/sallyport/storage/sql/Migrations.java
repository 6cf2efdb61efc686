package dev.sallyport.storage.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema, forward only. Flyway applies what is missing; where the recorded versions and checksums already are what this
 * build ships, Flyway is not even loaded, which saves a start most of its time.
 */
final class Migrations {
    /** Every migration of this build, oldest first; file names under {@code db/migration}. */
    static final List<String> SHIPPED = List.of("V1__ground.sql");

    private static final String FOLDER = "db/migration";
    private static final String HISTORY = "flyway_schema_history";

    private final DataSource source;
    private final Dialect dialect;

    Migrations(DataSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
    }

    /** A migration as it is recorded or shipped. */
    record Version(int number, int checksum) {}

    void bringUp(Handle handle, String what) throws SQLException {
        List<Version> recorded = recorded(handle);
        List<Version> shipped = SHIPPED.stream().map(Migrations::shipped).toList();
        if (recorded.equals(shipped)) {
            return;
        }
        int newest = shipped.getLast().number();
        int found = recorded.stream().mapToInt(Version::number).max().orElse(0);
        if (found > newest) {
            throw new DatabaseUnavailable("the database " + what + " has schema " + found
                    + ", and this build knows up to " + newest + "; start the newer build");
        }
        migrate(what);
    }

    private void migrate(String what) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + FOLDER)
                    .placeholders(dialect.placeholders())
                    .table(HISTORY)
                    .cleanDisabled(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnavailable(
                    "the schema of the database " + what + " cannot be brought up: " + e.getMessage(), e);
        }
    }

    private static List<Version> recorded(Handle handle) throws SQLException {
        if (!hasHistory(handle)) {
            return List.of();
        }
        return handle.all(
                "SELECT CAST(version AS INTEGER), checksum FROM " + HISTORY
                        + " WHERE version IS NOT NULL AND success ORDER BY installed_rank",
                row -> new Version(row.number(), row.number()));
    }

    private static boolean hasHistory(Handle handle) throws SQLException {
        var connection = handle.connection();
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, null)) {
            return tables.next();
        }
    }

    /** The version of a file, with the checksum that Flyway records: CRC-32 over its lines without their ends. */
    static Version shipped(String name) {
        var lines = new ArrayList<String>();
        var crc = new CRC32();
        try (InputStream file = Migrations.class.getResourceAsStream("/" + FOLDER + "/" + name);
                var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
        return new Version(Integer.parseInt(name.substring(1, name.indexOf("__"))), (int) crc.getValue());
    }
}

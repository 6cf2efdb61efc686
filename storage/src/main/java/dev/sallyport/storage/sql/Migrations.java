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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema, forward only. Flyway applies what is missing; where the recorded versions and checksums already are what this
 * build ships, Flyway is not even loaded, which saves a start most of its time.
 *
 * <p>Every migration after the first says in its name which programs go on working on its result: {@code V7__needs_6_….sql} can
 * be read and written by each that knows schema 6 or newer ({@code docs/decisions/schema-versions.md}).
 */
final class Migrations {
    /** Every migration of this build, oldest first; file names under {@code db/migration}. */
    static final List<String> SHIPPED = List.of(
            "V1__ground.sql",
            "V2__needs_1_device_code.sql",
            "V3__needs_1_tell_clients.sql",
            "V4__needs_1_devices_of_a_person.sql",
            "V5__needs_1_registration.sql",
            "V6__needs_1_identity.sql",
            "V7__needs_1_uploads_and_readers.sql",
            "V8__needs_1_letters.sql",
            "V9__needs_1_audit_seals.sql",
            "V10__needs_1_documents.sql",
            "V11__needs_1_personal_export.sql",
            "V12__needs_1_job_trace.sql");

    private static final String FOLDER = "db/migration";
    private static final String HISTORY = "flyway_schema_history";

    /** In a file's name with underscores, in the record with spaces. */
    private static final Pattern NEEDS = Pattern.compile("needs[_ ](\\d{1,9})[_ ]");

    private final DataSource source;
    private final Dialect dialect;

    private final String[] folders;

    Migrations(DataSource source, Dialect dialect) {
        this(source, dialect, FOLDER);
    }

    /** @param folders on the class path */
    Migrations(DataSource source, Dialect dialect, String... folders) {
        this.source = source;
        this.dialect = dialect;
        this.folders = folders.clone();
    }

    /** A migration as it is recorded or shipped. */
    record Version(int number, int checksum) {}

    /**
     * A migration that was applied.
     *
     * @param needs the oldest schema that a program must know to work on its result
     */
    private record Applied(Version version, int needs) {
        static Applied of(int number, int checksum, String description) {
            return new Applied(new Version(number, checksum), Migrations.needs(number, description));
        }
    }

    /** A migration that a copy of a database has seen, by its number and its name. */
    record Described(int number, String description) {}

    static List<Described> described(Handle handle) throws SQLException {
        return handle.all(
                "SELECT CAST(version AS INTEGER), description FROM " + HISTORY
                        + " WHERE version IS NOT NULL AND success",
                row -> new Described(row.number(), row.text()));
    }

    /** Why this build cannot use a database that has seen these, if it cannot. */
    static Optional<String> unfit(List<Described> applied) {
        int newest = shipped(SHIPPED.getLast()).number();
        int needed = applied.stream()
                .mapToInt(one -> needs(one.number(), one.description()))
                .max()
                .orElse(0);
        return needed == 0
                ? Optional.of("holds no schema of Sallyport")
                : needed > newest
                        ? Optional.of(
                                "is for builds that know schema " + needed + " or newer, and this build knows up to "
                                        + newest + "; restore it with the newer build")
                        : Optional.empty();
    }

    void bringUp(Handle handle, String what) throws SQLException {
        List<Applied> recorded = recorded(handle);
        List<Version> shipped = SHIPPED.stream().map(Migrations::shipped).toList();
        int newest = shipped.getLast().number();
        int needed = recorded.stream().mapToInt(Applied::needs).max().orElse(0);
        if (needed > newest) {
            throw new DatabaseUnavailable("the schema of the database " + what + " is for builds that know schema "
                    + needed + " or newer, and this build knows up to " + newest + "; start the newer build");
        }
        List<Version> known = recorded.stream()
                .map(Applied::version)
                .filter(version -> version.number() <= newest)
                .sorted(Comparator.comparingInt(Version::number))
                .toList();
        if (!known.equals(shipped)) {
            migrate(what);
        }
    }

    /** What a migration's name says it needs; one that says nothing needs a program that knows it. */
    static int needs(int number, String description) {
        Matcher said = NEEDS.matcher(description);
        return said.lookingAt() ? Integer.parseInt(said.group(1)) : number;
    }

    /**
     * Brings in what is missing, also where its number is smaller than one that is there: migrations that were written side by side meet a
     * database in either order. An index of a large table is built CONCURRENTLY, which waits for every transaction; Flyway's lock must not be
     * one of them.
     */
    void migrate(String what) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                    .locations(Stream.of(folders)
                            .map(folder -> "classpath:" + folder)
                            .toArray(String[]::new))
                    .placeholders(dialect.placeholders())
                    .table(HISTORY)
                    .outOfOrder(true)
                    .cleanDisabled(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            String reason = Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .filter(SQLException.class::isInstance)
                    .findFirst()
                    .map(failure -> Troubles.of(what, failure).getMessage())
                    .orElse(e.getMessage());
            throw new DatabaseUnavailable("the schema of the database cannot be brought up: " + reason, e);
        }
    }

    private static List<Applied> recorded(Handle handle) throws SQLException {
        if (!hasHistory(handle)) {
            return List.of();
        }
        return handle.all(
                "SELECT CAST(version AS INTEGER), checksum, description FROM " + HISTORY
                        + " WHERE version IS NOT NULL AND success ORDER BY installed_rank",
                row -> Applied.of(row.number(), row.number(), row.text()));
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

package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of the database and its replica. */
class DatabaseSettingsTest {
    @TempDir
    Path folder;

    private Settings.Read read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), text);
        return Settings.read(Optional.of(file), Map.of());
    }

    private Postgresql good(String text) throws IOException {
        if (read(text) instanceof Settings.Read.Good(Settings settings)
                && settings.database() instanceof Postgresql postgresql) {
            return postgresql;
        }
        throw new AssertionError(read(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sqlite                       | gateway, auth  | true
        postgresql://sallyport@db1/s | gateway, auth  | false
        postgresql://sallyport@db1/s | resource       | false
        postgresql://sallyport@db1/s | auth, worker   | true
        postgresql://sallyport@db1/s | files          | true
        """)
    void whoever_has_the_database_or_files_in_its_data_folder_works_on_disk(
            String database, String servers, boolean works) throws IOException {
        String text = "database: %s\nservers: [%s]\n".formatted(database, servers);
        assertThat(read(text))
                .isInstanceOfSatisfying(
                        Settings.Read.Good.class,
                        good -> assertThat(good.settings().configuration().worksOnDisk())
                                .isEqualTo(works));
    }

    @Test
    void a_replica_is_read_with_the_password_of_the_database() throws IOException {
        Path password = Files.writeString(folder.resolve("database-password"), "open sesame\n");
        Postgresql database = good("""
                database: postgresql://sallyport@db1/sallyport
                database_password_file: %s
                database_connections: 7
                database_replica: postgresql://sallyport@db2,db3:5433/sallyport?target_session_attrs=standby
                database_replica_lag: 2s
                """.formatted(password));
        assertThat(database.connections()).isEqualTo(7);
        assertThat(database.replica()).hasValueSatisfying(replica -> {
            assertThat(replica.lag()).isEqualTo(Duration.ofSeconds(2));
            assertThat(replica.servers()).hasToString("postgresql://sallyport@db2:5432,db3:5433/sallyport");
            assertThat(replica.servers().connections()).isEqualTo(7);
            assertThat(replica.servers().password().map(Secret::reveal)).contains("open sesame");
        });
    }

    @Test
    void without_a_word_there_is_no_replica_and_five_seconds_are_allowed() throws IOException {
        assertThat(good("database: postgresql://u@h/n\n").replica()).isEmpty();
        assertThat(good("database: postgresql://u@h/n\ndatabase_replica: postgresql://u@i/n\n")
                        .replica()
                        .orElseThrow()
                        .lag())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sqlite             | postgresql://u:secret@h/n | 5s   | database_replica = postgresql://…@h/n: needs database: postgresql://…
            postgresql://u@h/n | sqlite                    | 5s   | database_replica = sqlite: must be postgresql://user@host:port/name
            postgresql://u@h/n | mysql://u:secret@h/n      | 5s   | database_replica = mysql://…@h/n: must be postgresql://user@host:port/name
            postgresql://u@h/n | postgresql://u@i/n?target_session_attrs=read-write | 5s | must be with target_session_attrs=standby, or without it
            postgresql://u@h/n | postgresql://u@i/n        | 50ms | database_replica_lag = PT0.05S: must be from 100ms to 10m
            postgresql://u@h/n | postgresql://u@i/n        | 11m  | database_replica_lag = PT11M: must be from 100ms to 10m
            """)
    void every_mistake_about_a_replica_is_told_without_its_password(
            String database, String replica, String lag, String told) throws IOException {
        assertThat(read("database: " + database + "\ndatabase_replica: " + replica + "\ndatabase_replica_lag: " + lag
                        + "\n"))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(ConfigurationFile::told)
                                .singleElement()
                                .satisfies(mistake ->
                                        assertThat(mistake).contains(told).doesNotContain("secret")));
    }
}

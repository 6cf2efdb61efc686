package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.kit.token.MasterKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A house that cannot open says what was wrong, where, and what would be right, and ends with 3; with 2 for what was not understood. */
class StartingTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String said) {}

    private Ended up(String... more) {
        return up(Map.of("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + FreePort.any()), more);
    }

    private static Ended up(Map<String, String> environment, String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        Machine real = Machine.real();
        var machine = new Machine(real.clock(), real.random(), real.nanos(), environment);
        String[] line = Stream.concat(Stream.of("up"), Stream.of(more)).toArray(String[]::new);
        int exit = Main.run(line, machine, new PrintWriter(out, true), new PrintWriter(err, true));
        assertThat(err.toString()).doesNotContain("\tat ", "Exception");
        return new Ended(exit, err.toString());
    }

    private Ended onFreePort(Path data) {
        return up("--port", "0", "--data", data.toString());
    }

    @Test
    void a_file_in_the_place_of_the_data_folder() throws IOException {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file stands here");
        Ended ended = onFreePort(occupied.resolve("data"));
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains(occupied.toString(), "--data");
    }

    @Test
    void a_data_folder_that_cannot_be_written() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        Ended ended = onFreePort(locked);
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains(locked.toString(), "cannot be written", "--data");
    }

    @Test
    void a_full_disk() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full on this machine");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("master.key.fresh"), full);
        Files.createSymbolicLink(data.resolve("master.key"), full);
        Ended ended = onFreePort(data);
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains("master.key");
    }

    @ParameterizedTest
    @CsvSource({"0", "31", "33", "4096"})
    void a_master_key_of_the_wrong_length(int length) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("master.key"), new byte[length]);
        Ended ended = onFreePort(data);
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains("master.key", "exactly " + MasterKey.LENGTH + " bytes", "backup");
    }

    @Test
    void a_master_key_that_is_another_installations() throws IOException {
        Path data = folder.resolve("data");
        open(data).close();
        Files.write(data.resolve("master.key"), new byte[MasterKey.LENGTH]);
        Ended ended = onFreePort(data);
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains("master.key", "is not the one that this database was sealed with", "Restore");
    }

    @Test
    void a_second_house_on_the_folder() throws IOException {
        Path data = folder.resolve("data");
        try (House first = open(data)) {
            Ended ended = onFreePort(data);
            assertThat(first.port()).isPresent();
            assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
            assertThat(ended.said()).contains("another Sallyport is running", data.toString(), "--data");
        }
    }

    private static House open(Path data) {
        var keys = Map.of(
                "SALLYPORT_DATA",
                "\"" + data + "\"",
                "SALLYPORT_LISTEN",
                "0",
                "SALLYPORT_HOST",
                "127.0.0.1",
                "SALLYPORT_MONITOR_LISTEN",
                "127.0.0.1:" + FreePort.any());
        return switch (Settings.read(Optional.empty(), keys)) {
            case Settings.Read.Good(Settings settings) -> House.open(settings, Machine.real(), false);
            case Settings.Read.Bad(var mistakes) -> throw new IllegalStateException(mistakes.toString());
        };
    }

    @Test
    void a_database_that_is_none() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("sallyport.db"), "this is not a database at all. ".repeat(500));
        Ended ended = onFreePort(data);
        assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(ended.said()).contains("sallyport.db", "backup");
    }

    @Test
    void a_taken_port_of_the_street_and_of_the_monitor() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            String port = Integer.toString(taken.getLocalPort());
            Ended street = up("--port", port, "--data", folder.resolve("street").toString());
            assertThat(street.exit()).isEqualTo(Exit.COULD_NOT_START);
            assertThat(street.said()).contains("the port " + port, "another program has it", "--port ");
            Ended monitor = up(
                    Map.of("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + port),
                    "--port",
                    "0",
                    "--data",
                    folder.resolve("monitor").toString());
            assertThat(monitor.exit()).isEqualTo(Exit.COULD_NOT_START);
            assertThat(monitor.said()).contains("the monitor's port " + port, "SALLYPORT_MONITOR_LISTEN=127.0.0.1:");
        }
    }

    @Test
    void a_configuration_that_is_not_there_or_no_configuration() throws IOException {
        Ended missing = up("--config", folder.resolve("nowhere.yaml").toString());
        assertThat(missing.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(missing.said()).contains("nowhere.yaml", "does not exist");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "listen: [8080\n");
        Ended unreadable = up("--config", broken.toString());
        assertThat(unreadable.exit()).isEqualTo(Exit.COULD_NOT_START);
        assertThat(unreadable.said()).contains("broken.yaml", "line", "is not YAML");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --prot 80       | --prot
        --port eighty   | eighty
        --config        | --config
        nowhere         | nowhere
        """)
    void an_option_that_is_none(String line, String said) {
        Ended ended = up(line.split(" "));
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.said()).contains(said);
    }
}

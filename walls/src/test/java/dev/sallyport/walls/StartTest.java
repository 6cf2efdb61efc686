package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody sees who starts it wrongly: what was wrong, where, what would be right, and exit code 3 (or 1 for {@code check}). */
@Tag("slow")
class StartTest {
    @TempDir
    Path folder;

    private record Ended(int exit, String output) {}

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return runWithin(List.of(), arguments);
    }

    /** @param wrapper the command that starts the command behind it */
    private Ended runWithin(List<String> wrapper, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(wrapper);
        command.addAll(Program.command(arguments));
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + RunningHouse.freePort());
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("still running after a minute:\n" + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            Ended ended = run(
                    "up",
                    "--port",
                    Integer.toString(taken.getLocalPort()),
                    "--data",
                    folder.resolve("data").toString());
            assertThat(ended.exit()).as(ended.output()).isEqualTo(3);
            assertThat(ended.output())
                    .contains(Integer.toString(taken.getLocalPort()))
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_named() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("occupied"), "a file stands here");
        Ended ended =
                run("up", "--port", "0", "--data", notAFolder.resolve("data").toString());
        assertThat(ended.exit()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).contains("occupied").doesNotContain("\tat ");
    }

    @Test
    void a_full_disk_is_named() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full on this machine");
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("master.key"), full);
        Ended ended = run("up", "--port", "0", "--data", data.toString());
        assertThat(ended.exit()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).contains("master.key").doesNotContain("\tat ");
    }

    /** On a real small disk, which only this process and its children see and which goes with them. */
    @ParameterizedTest(name = "{0} KiB, full {1}")
    @CsvSource({"4, before the key", "100, before the schema", "15000, nearly"})
    void a_disk_that_fills_up_during_the_first_start_is_named(int kibibytes, String when) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        String mount = "mount -t tmpfs -o size=" + kibibytes + "k tmpfs '" + data + "' && ";
        String fill = kibibytes == 4 ? "head -c 4k /dev/zero >'" + data + "/full' && " : "";
        assumeTrue(
                new ProcessBuilder("unshare", "-rm", "sh", "-c", mount + "true")
                                .start()
                                .waitFor()
                        == 0,
                "this machine lets nobody mount a small disk");
        Ended ended = runWithin(
                List.of("unshare", "-rm", "sh", "-c", mount + fill + "exec \"$@\"", "sh"),
                "up",
                "--port",
                "0",
                "--data",
                data.toString());
        assertThat(ended.exit()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).as(when).containsIgnoringCase("full").doesNotContain("\tat ");
    }

    @Test
    void a_corrupt_database_is_named() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("sallyport.db"), "this is not a database at all. ".repeat(500));
        Ended ended = run("up", "--port", "0", "--data", data.toString());
        assertThat(ended.exit()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).contains("sallyport.db").doesNotContain("\tat ");
    }

    @Test
    void L18_check_reports_every_mistake_of_the_configuration_at_once() throws Exception {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                listen: 99999
                pubic_url: https://id.example.org
                tokens: { access: soon }
                accounts: { failures: many }
                """);
        Ended ended = run("check", "--config", file.toString());
        assertThat(ended.exit()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains(
                        "listen",
                        "99999",
                        "pubic_url",
                        "public_url",
                        "tokens.access",
                        "soon",
                        "accounts.failures",
                        "many");
    }

    @Test
    void a_command_that_is_none_is_a_usage_error() throws Exception {
        assertThat(run("flyy").exit()).isEqualTo(2);
    }

    @Test
    void routes_prints_every_route_with_its_lock() throws Exception {
        Ended ended = run("routes");
        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("/v1/auth/login_web", "/v1/auth/login_mobile", "/v1/profile", "/.well-known/jwks.json");
    }
}

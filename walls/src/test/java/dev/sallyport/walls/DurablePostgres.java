package dev.sallyport.walls;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL, durable as in production, that can break down and come back on the same data. */
final class DurablePostgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;

    DurablePostgres(Path data) throws IOException {
        this.data = data;
        this.server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setPort(RunningHouse.freePort())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "200")
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** Ends every process of the server at once, without a checkpoint, as a failing machine would; and starts it again. */
    void breakDownAndComeBack() throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        List<String> command = command(postmaster);
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        // SIGQUIT: immediate shutdown. What was committed comes back from the write-ahead log.
        new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster))
                .inheritIO()
                .start()
                .waitFor();
        handle.onExit().join();
        var again = new ArrayList<>(isRoot() ? List.of("unshare", "-U") : List.<String>of());
        again.addAll(command);
        new ProcessBuilder(again)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < 600; i++) {
            if (answers()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("PostgreSQL did not come back");
    }

    private static List<String> command(long pid) throws IOException {
        byte[] all = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
        String text = new String(all, StandardCharsets.UTF_8);
        return Arrays.stream(text.split("\0")).filter(word -> !word.isEmpty()).toList();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private boolean answers() {
        try (var connection = server.getPostgresDatabase().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

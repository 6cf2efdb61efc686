package dev.sallyport.walls;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL of its own, durable as in production, that a test may stop, kill and start again on the same data. */
final class RunningPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private RunningPostgres(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** Starts one; where none starts, the test is skipped and says why. */
    static RunningPostgres start() throws IOException {
        return start(Files.createTempDirectory("sallyport-postgres"));
    }

    /** The same with its data in this folder, which is empty. */
    static RunningPostgres start(Path data) throws IOException {
        var postgres = new RunningPostgres(data, RunningHouse.freePort());
        try {
            postgres.begin();
        } catch (IOException | RuntimeException e) {
            Assumptions.abort("PostgreSQL did not start on this machine: " + e);
        }
        return postgres;
    }

    /** Starts the server again on its data. */
    void begin() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                // In its own folder, for one that is killed leaves it behind.
                .setServerConfig("dynamic_shared_memory_type", "mmap")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** An administrator stops it: clients are cut off, what was begun is undone. */
    void stop() throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        server.close();
        awaitEnd(List.of(postmaster));
    }

    /** As the kernel does when memory runs out: SIGKILL for the server and everything it has started. */
    void kill() throws IOException, InterruptedException {
        var all = new ArrayList<ProcessHandle>();
        all.add(postmaster());
        all.addAll(postmaster().descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(all);
        // It holds a lock on the folder still.
        server.close();
    }

    /** Lets it ask for one piece of its log (WAL) after the other until the disk has no room for one; then it gives up by itself. */
    void useUpItsLog() {
        try {
            for (int i = 0; i < 100; i++) {
                // A switch needs something in the piece that it ends.
                sql("SELECT pg_logical_emit_message(false, 'test', 'x')");
                sql("SELECT pg_switch_wal()");
            }
        } catch (SQLException full) {
            return;
        }
        throw new IllegalStateException("there was always room for more of its log");
    }

    /** As a service manager does: starts it where it has ended by itself. Says whether it had. */
    boolean revive() throws IOException {
        if (Files.exists(data.resolve("postmaster.pid")) && postmaster().isAlive()) {
            return false;
        }
        server.close();
        begin();
        return true;
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws InterruptedException {
        for (int i = 0; i < 600 && processes.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(50);
        }
        if (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            throw new IllegalStateException("PostgreSQL did not end within 30 s");
        }
    }

    /** A new database; the answer is its URL. */
    String database(String name) throws SQLException {
        sql("CREATE DATABASE " + name);
        return url(port, name);
    }

    /** The URL of a database that is reached at another port. */
    static String url(int port, String name) {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/" + name;
    }

    int port() {
        return port;
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

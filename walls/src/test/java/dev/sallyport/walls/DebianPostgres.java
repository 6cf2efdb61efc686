package dev.sallyport.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** PostgreSQL as Debian packs it, with its client programs beside it. Skipped where it is not installed. */
final class DebianPostgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path bin;
    private final Path data;
    private final int port;

    private DebianPostgres(Path bin, Path data, int port) {
        this.bin = bin;
        this.data = data;
        this.port = port;
    }

    static DebianPostgres start() throws IOException, InterruptedException {
        Path bin = newest();
        var postgres = new DebianPostgres(bin, Files.createTempDirectory("sallyport-debian"), RunningHouse.freePort());
        if (isRoot()) {
            postgres.run(List.of("chown", "postgres", postgres.data.toString()));
        }
        Path db = postgres.db();
        postgres.asUser("initdb", "-D", db.toString(), "-U", "sallyport", "-A", "trust", "--no-locale", "-E", "UTF8");
        String options = "-p " + postgres.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        postgres.asUser("pg_ctl", "-D", db.toString(), "-o", options, "-l", db + "/log", "-w", "start");
        return postgres;
    }

    private static Path newest() throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(VERSIONS), "no PostgreSQL of Debian here (postgresql): pg_dump is not tried");
        try (Stream<Path> all = Files.list(VERSIONS)) {
            var found = all.map(version -> version.resolve("bin"))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                    .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
                    .sorted()
                    .toList();
            Assumptions.assumeFalse(found.isEmpty(), "no server and client of PostgreSQL in " + VERSIONS);
            return found.getLast();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** The server refuses to run as root. */
    private void asUser(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("sallyport-debian", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " said: " + Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
    }

    private Path db() {
        return data.resolve("db");
    }

    /** The folder of its programs. */
    Path programs() {
        return bin;
    }

    String database(String name) throws IOException, InterruptedException {
        asUser("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "sallyport", name);
        return "postgresql://sallyport@127.0.0.1:" + port + "/" + name;
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clear();
    }

    private void stop() throws IOException, InterruptedException {
        asUser("pg_ctl", "-D", db().toString(), "-m", "immediate", "-w", "stop");
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

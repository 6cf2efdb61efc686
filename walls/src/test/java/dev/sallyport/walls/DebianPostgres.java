package dev.sallyport.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** PostgreSQL as Debian packs it, with its client programs beside it. Skipped where it is not installed. */
final class DebianPostgres implements AutoCloseable {
    private final DebianPrograms programs;
    private final Path folder;
    private final int port;

    private DebianPostgres(DebianPrograms programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    static DebianPostgres start() throws IOException, InterruptedException {
        var programs = DebianPrograms.newest("pg_dump is not tried");
        var postgres = new DebianPostgres(programs, programs.folder(), RunningHouse.freePort());
        String db = postgres.db().toString();
        postgres.asUser("initdb", "-D", db, "-U", "sallyport", "-A", "trust", "--no-locale", "-E", "UTF8");
        String options = "-p " + postgres.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        postgres.asUser("pg_ctl", "-D", db, "-o", options, "-l", db + "/log", "-w", "start");
        return postgres;
    }

    private void asUser(String program, String... arguments) throws IOException, InterruptedException {
        programs.asUser(folder, program, arguments);
    }

    private Path db() {
        return folder.resolve("db");
    }

    /** The folder of its programs. */
    Path programs() {
        return programs.bin();
    }

    String database(String name) throws IOException, InterruptedException {
        asUser("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", "sallyport", name);
        return "postgresql://sallyport@127.0.0.1:" + port + "/" + name;
    }

    @Override
    public void close() throws IOException {
        try {
            asUser("pg_ctl", "-D", db().toString(), "-m", "immediate", "-w", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

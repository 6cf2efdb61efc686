package dev.sallyport.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs of the newest PostgreSQL that Debian's packages put here, run as a user who may run them. */
record DebianPrograms(Path bin) {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    /** @param consequence what is skipped where there are none */
    static DebianPrograms newest(String consequence) throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(VERSIONS), "no PostgreSQL of Debian here (postgresql): " + consequence);
        try (Stream<Path> all = Files.list(VERSIONS)) {
            var found = all.map(version -> version.resolve("bin"))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                    .filter(folder -> Files.isExecutable(folder.resolve("pg_dump")))
                    .sorted()
                    .toList();
            Assumptions.assumeFalse(
                    found.isEmpty(), "no server and client of PostgreSQL in " + VERSIONS + ": " + consequence);
            return new DebianPrograms(found.getLast());
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** A new folder that belongs to whom the programs run as. */
    Path folder() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sallyport-debian");
        if (isRoot()) {
            run(folder, List.of("chown", "postgres", folder.toString()));
        }
        return folder;
    }

    /** Runs one of the programs to its end; the server refuses to run as root. */
    void asUser(Path folder, String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("sallyport-debian", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
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
}

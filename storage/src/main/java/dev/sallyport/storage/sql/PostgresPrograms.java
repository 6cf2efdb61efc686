package dev.sallyport.storage.sql;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs that come with PostgreSQL. The password goes to them by a file, never by an argument. */
final class PostgresPrograms {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final int LINES = 5;

    private final DatabaseSettings.Postgresql settings;
    private final String path;

    PostgresPrograms(DatabaseSettings.Postgresql settings, String path) {
        this.settings = settings;
        this.path = path;
    }

    /** A program that was found and did not do what it was asked. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    /** Older programs cannot read newer servers. */
    void fit(String program, int server) {
        String said = String.join(" ", said(program, "--version"));
        Matcher version = VERSION.matcher(said);
        if (version.find() && Integer.parseInt(version.group(1)) < server) {
            throw new DatabaseUnavailable("the database " + settings + " is PostgreSQL " + server + ", and the "
                    + program + " of this machine is " + version.group(1) + "; install postgresql-client-" + server);
        }
    }

    /** @throws Failed with what it said */
    void run(String program, String... arguments) {
        said(program, arguments);
    }

    /**
     * What it printed, line by line.
     *
     * @throws Failed with what it said
     */
    List<String> said(String program, String... arguments) {
        Path found = find(program)
                .orElseThrow(
                        () -> new DatabaseUnavailable(
                                program
                                        + " is not on the path of this machine; install the client programs of PostgreSQL (Debian: postgresql-client)"));
        var files = new ArrayList<Path>();
        try {
            Path out = added(files, OwnersFile.temporary("-out"));
            Path err = added(files, OwnersFile.temporary("-err"));
            var command = new ArrayList<String>();
            command.add(found.toString());
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Map<String, String> environment = builder.environment();
            environment.putAll(settings.forPrograms());
            if (settings.password().isPresent()) {
                Path passwords = added(files, OwnersFile.temporary("-pass"));
                Files.writeString(
                        passwords,
                        "*:*:*:*:" + settings.password().get().reveal().replaceAll("([\\\\:])", "\\\\$1") + "\n");
                environment.put("PGPASSFILE", passwords.toString());
            }
            if (builder.start().waitFor() != 0) {
                throw new Failed(program + " says: " + complaint(err));
            }
            return Files.readAllLines(out);
        } catch (IOException e) {
            throw new DatabaseUnavailable(program + " cannot be run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable("interrupted while " + program + " was at work", e);
        } finally {
            files.forEach(OwnersFile::forget);
        }
    }

    private static Path added(List<Path> files, Path file) {
        files.add(file);
        return file;
    }

    private static String complaint(Path err) throws IOException {
        try (Stream<String> lines = Files.lines(err)) {
            return String.join(" ", lines.limit(LINES).toList());
        }
    }

    private Optional<Path> find(String program) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

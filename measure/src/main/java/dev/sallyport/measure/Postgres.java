package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL in a folder of its own on loopback, durable as in production: {@code fsync} and {@code synchronous_commit} on. */
final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;
    private final Connection connection;

    private Postgres(Process process, int port, Connection connection) {
        this.process = process;
        this.port = port;
        this.connection = connection;
    }

    /** The folder with its {@code bin}, found by {@code ./bench}; empty where there is none. */
    static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("bench.postgres"))
                .filter(home -> !home.isEmpty())
                .map(Path::of);
    }

    /**
     * Starts one that is empty.
     *
     * @param before what stands before its command
     */
    static Postgres start(Path home, Path folder, List<String> before) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Path log = Files.createDirectories(folder).resolve("postgres.log");
        Process made = command(
                        before,
                        List.of(
                                home.resolve("bin/initdb").toString(),
                                "-D",
                                data.toString(),
                                "-U",
                                "postgres",
                                "-A",
                                "trust",
                                "-E",
                                "UTF8",
                                "--locale=C"))
                .redirectOutput(log.toFile())
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("initdb made no database:\n" + Files.readString(log));
        }
        int port = RunningServer.freePort();
        Process process = command(
                        before,
                        List.of(
                                home.resolve("bin/postgres").toString(),
                                "-D",
                                data.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "max_connections=200",
                                "-c",
                                "fsync=on",
                                "-c",
                                "synchronous_commit=on",
                                "-c",
                                "shared_preload_libraries=pg_stat_statements"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Connection connection = connect(process, port, log);
        var postgres = new Postgres(process, port, connection);
        boolean whole = false;
        try {
            postgres.run("CREATE EXTENSION pg_stat_statements");
            whole = true;
            return postgres;
        } finally {
            if (!whole) {
                postgres.close();
            }
        }
    }

    /** PostgreSQL refuses to be run by root, who is nobody in a user namespace of its own. */
    private static ProcessBuilder command(List<String> before, List<String> words) {
        var command = new ArrayList<>(before);
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(words);
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private static Connection connect(Process process, int port, Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
            } catch (SQLException notYet) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    process.destroyForcibly();
                    throw new IOException("PostgreSQL did not start:\n" + Files.readString(log), notYet);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** As the program's configuration names it. */
    String url() {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    Duration cpu() {
        return Cpu.ofTree(process.toHandle());
    }

    void run(String sql) throws IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("the database did not do " + sql, e);
        }
    }

    /** The number that a query answers with. */
    double number(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getDouble(1);
        } catch (SQLException e) {
            throw new IOException("the database did not answer " + sql, e);
        }
    }

    /** Ends it at once but orderly: SIGINT, a fast shutdown. */
    @Override
    public void close() throws IOException {
        try {
            connection.close();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (SQLException e) {
            process.destroyForcibly();
            throw new IOException("the connection to PostgreSQL did not close", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

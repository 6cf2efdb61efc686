package dev.sallyport.walls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two real servers of PostgreSQL as Debian packs it, a primary and a standby that follows it synchronously, for a test that kills
 * and promotes them. Skipped where Debian's is not installed.
 */
final class PostgresPair implements AutoCloseable {
    private static final String NOBODY = "";

    private final DebianPrograms programs;
    private final Path folder;
    private final Server first;
    private final Server second;

    private PostgresPair(DebianPrograms programs, Path folder, Server first, Server second) {
        this.programs = programs;
        this.folder = folder;
        this.first = first;
        this.second = second;
    }

    /** One of the two. */
    record Server(String name, Path data, int port) {}

    static PostgresPair start() throws Exception {
        var programs = DebianPrograms.newest("a failover is not tried");
        Path folder = programs.folder();
        var pair = new PostgresPair(
                programs,
                folder,
                new Server("first", folder.resolve("first"), RunningHouse.freePort()),
                new Server("second", folder.resolve("second"), RunningHouse.freePort()));
        pair.make();
        return pair;
    }

    private void make() throws Exception {
        programs.asUser(
                folder,
                "initdb",
                "-D",
                first.data.toString(),
                "-U",
                "sallyport",
                "-A",
                "trust",
                "--no-locale",
                "-E",
                "UTF8");
        append(first, "postgresql.conf", """
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                # So that pg_rewind can make a standby of a primary that was left behind.
                wal_log_hints = on
                wal_keep_size = 256
                hot_standby_feedback = on
                """);
        begin(first);
        programs.asUser(
                folder,
                "pg_basebackup",
                "-D",
                second.data.toString(),
                "-d",
                address(first, "second"),
                "-R",
                "-X",
                "stream",
                "--checkpoint=fast");
        begin(second);
        waitsFor(first, quoted(second));
        await(first, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    }

    /** How one of them is reached by the other, which calls itself so. */
    private static String address(Server server, String caller) {
        return "host=127.0.0.1 port=" + server.port + " user=sallyport dbname=postgres application_name=" + caller;
    }

    private void append(Server server, String file, String text) throws IOException {
        Files.writeString(server.data.resolve(file), text, StandardOpenOption.APPEND);
    }

    Server first() {
        return first;
    }

    Server second() {
        return second;
    }

    /** Starts a server on its data, as whatever it was when it ended. */
    void begin(Server server) throws IOException, InterruptedException {
        programs.asUser(
                folder,
                "pg_ctl",
                "-D",
                server.data.toString(),
                "-o",
                "-p " + server.port,
                "-l",
                server.data + ".log",
                "-w",
                "start");
    }

    /** As a machine that loses its power: SIGKILL for the server and everything it has started. */
    void kill(Server server) throws IOException, InterruptedException {
        Path pid = server.data.resolve("postmaster.pid");
        if (!Files.exists(pid)) {
            return;
        }
        Optional<ProcessHandle> postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                // Of a server that was killed before, the number may be another's by now.
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
        var all = new ArrayList<ProcessHandle>(postmaster.stream().toList());
        postmaster.ifPresent(process -> all.addAll(process.descendants().toList()));
        all.forEach(ProcessHandle::destroyForcibly);
        for (int i = 0; i < 600 && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(20);
        }
        Files.delete(pid);
    }

    /** As a tool for failing over does: the standby becomes the primary, and waits for no other standby until there is one. */
    void promote(Server server) throws IOException, InterruptedException {
        programs.asUser(folder, "pg_ctl", "-D", server.data.toString(), "-w", "promote");
    }

    /** Makes a standby of a server that was primary and is down, of the one that is now; what it had alone is taken back. */
    void rejoin(Server lost, Server primary) throws Exception {
        // Until its next checkpoint the new primary calls itself by the timeline of before, and pg_rewind finds nothing
        // to do.
        ask(primary, "CHECKPOINT");
        programs.asUser(
                folder,
                "pg_rewind",
                "-D",
                lost.data.toString(),
                "--source-server",
                address(primary, lost.name),
                "-R",
                "--no-sync");
        begin(lost);
        waitsFor(primary, quoted(lost));
        await(primary, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    }

    /** From now on no commit of the server is acknowledged that this standby has not written. */
    private static void waitsFor(Server primary, String standby) throws SQLException {
        ask(primary, "ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
        ask(primary, "SELECT pg_reload_conf()");
    }

    /** {@code first} means something there. */
    private static String quoted(Server server) {
        return '"' + server.name + '"';
    }

    /** Without a standby, acknowledges alone. */
    static void alone(Server primary) throws SQLException {
        waitsFor(primary, NOBODY);
    }

    /** Waits until there is a row. */
    static void await(Server server, String sql) throws SQLException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (!ask(server, sql).isEmpty()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("not within 30 s on the " + server.name + ": " + sql);
    }

    /** The first column of every row; nothing where the statement gives none. */
    static List<String> ask(Server server, String sql) throws SQLException {
        return ask(server, "postgres", sql);
    }

    static List<String> ask(Server server, String database, String sql) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port + "/" + database + "?user=sallyport";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            var rows = new ArrayList<String>();
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
            }
            return rows;
        }
    }

    /** A new database; the answer is its URL, with both servers. */
    String database(String name) throws SQLException {
        ask(first, "CREATE DATABASE " + name);
        return "postgresql://sallyport@127.0.0.1:" + first.port + ",127.0.0.1:" + second.port + "/" + name;
    }

    @Override
    public void close() throws IOException {
        for (Server server : List.of(second, first)) {
            try {
                kill(server);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package dev.sallyport.storage;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL with a standby that streams from it. */
public final class StandbyServer implements AutoCloseable {
    private final Path folder;
    private final int primaryPort;
    private final int standbyPort;
    private EmbeddedPostgres primary;
    private EmbeddedPostgres standby;

    private StandbyServer(Path folder, int primaryPort, int standbyPort) {
        this.folder = folder;
        this.primaryPort = primaryPort;
        this.standbyPort = standbyPort;
    }

    /** Starts both, on an empty database; where none start, the test is skipped and says why. */
    public static StandbyServer start() throws IOException {
        var both = new StandbyServer(Files.createTempDirectory("sallyport-standby"), freePort(), freePort());
        try {
            both.primary = begun(both.folder.resolve("primary"), both.primaryPort);
            both.primary("CREATE DATABASE sallyport");
            both.primary.close();
            both.copy();
            both.primary = begun(both.folder.resolve("primary"), both.primaryPort);
            both.beginStandby();
        } catch (IOException | SQLException | RuntimeException e) {
            both.close();
            Assumptions.abort("PostgreSQL and a standby did not start on this machine: " + e);
        }
        return both;
    }

    private static EmbeddedPostgres begun(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
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

    /** A standby begins as a copy of a primary that is stopped. */
    private void copy() throws IOException {
        Path from = folder.resolve("primary");
        Path to = folder.resolve("standby");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(
                        one,
                        to.resolve(from.relativize(one)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
        Files.createFile(to.resolve("standby.signal"));
        Files.writeString(
                to.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=postgres application_name=standby'\n"
                        + "wal_retrieve_retry_interval = 200ms\n",
                StandardOpenOption.APPEND);
        try (Stream<Path> all = Files.walk(to)) {
            Object owner = Files.getAttribute(from, "unix:uid");
            for (Path one : all.toList()) {
                Files.setAttribute(one, "unix:uid", owner);
            }
        }
    }

    /** Starts the standby again where it was. */
    public void beginStandby() throws IOException {
        standby = begun(folder.resolve("standby"), standbyPort);
    }

    /** Stops the standby. */
    public void stopStandby() throws IOException {
        standby.close();
    }

    public DatabaseSettings.Postgresql primary() {
        return settings(primaryPort);
    }

    public DatabaseSettings.Postgresql standby() {
        return settings(standbyPort);
    }

    private static DatabaseSettings.Postgresql settings(int port) {
        return new DatabaseSettings.Postgresql(
                "127.0.0.1", port, "sallyport", "postgres", Optional.of(Secret.of("postgres")), 4);
    }

    /** Asks the primary; the answer is the first column of the first row, empty where there is none. */
    public String primary(String sql) throws SQLException {
        return asked(primary, sql);
    }

    /** The same of the standby. */
    public String standby(String sql) throws SQLException {
        return asked(standby, sql);
    }

    private static String asked(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? String.valueOf(result.getString(1)) : "";
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedPostgres server :
                Stream.of(standby, primary).filter(one -> one != null).toList()) {
            server.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.sallyport.storage;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** One real PostgreSQL for the whole run, durable as in production; a new database in it for each class of tests. */
public final class PostgresServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Started STARTED = start();

    private PostgresServer() {}

    private record Started(Optional<EmbeddedPostgres> server, String reason) {}

    /** The address of an empty database; without a server the test is skipped and says why. */
    public static DatabaseSettings.Postgresql emptyDatabase() throws SQLException {
        return emptyDatabase(server(STARTED));
    }

    /** A server of its own, for a test that stops it. */
    static EmbeddedPostgres another() {
        return server(start());
    }

    private static EmbeddedPostgres server(Started started) {
        Assumptions.assumeTrue(started.server().isPresent(), started.reason());
        return started.server().orElseThrow();
    }

    static DatabaseSettings.Postgresql emptyDatabase(EmbeddedPostgres server) throws SQLException {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new DatabaseSettings.Postgresql(
                "127.0.0.1", server.getPort(), name, "postgres", Optional.of(Secret.of("postgres")), 16);
    }

    private static Started start() {
        try {
            Path data = Files.createTempDirectory("sallyport-postgres");
            // The server clears its folder when it stops; what is left is empty.
            data.toFile().deleteOnExit();
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(true)
                    .setPort(freePort())
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    // In its own folder, for one that is killed leaves it behind.
                    .setServerConfig("dynamic_shared_memory_type", "mmap")
                    .start();
            verify(server, data);
            return new Started(Optional.of(server), "");
        } catch (IOException | SQLException | RuntimeException e) {
            return new Started(Optional.empty(), "PostgreSQL did not start on this machine: " + e);
        }
    }

    /** Whoever answers on the port must be the server that was started here, and durable. */
    private static void verify(EmbeddedPostgres server, Path data) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            boolean ours = show(connection, "data_directory")
                    .endsWith(data.getFileName().toString());
            boolean durable = show(connection, "fsync").equals("on")
                    && show(connection, "synchronous_commit").equals("on");
            if (!ours || !durable) {
                throw new IllegalStateException("another server answers, or this one is not durable");
            }
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

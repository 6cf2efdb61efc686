package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.storage.StandbyServer;
import dev.sallyport.storage.sql.DatabaseSettings.Parsed;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Which of several servers is asked: the standby never, and of two that take writes the one that was promoted last (T50). */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewestPrimaryTest {
    private static final String PORT = "SELECT inet_server_port()";

    private static StandbyServer servers;
    private static int first;
    private static int second;

    @BeforeAll
    static void begin() throws IOException {
        servers = StandbyServer.start();
        first = servers.primary().servers().getFirst().port();
        second = servers.standby().servers().getFirst().port();
    }

    @AfterAll
    static void end() throws IOException {
        servers.close();
    }

    private static Postgresql listed(int... ports) {
        var list = new StringBuilder();
        for (int port : ports) {
            list.append(list.isEmpty() ? "" : ",").append("127.0.0.1:").append(port);
        }
        String url = "postgresql://postgres:postgres@" + list + "/sallyport";
        if (DatabaseSettings.parse(url, Path.of("data"), Optional.empty()) instanceof Parsed.Valid(Postgresql read)) {
            return read.withConnections(4);
        }
        throw new AssertionError(url);
    }

    private static int port(Database database) {
        return database.read(handle -> handle.first(PORT, Row::number)).orElseThrow();
    }

    private void promote() throws SQLException {
        assertThat(servers.standby("SELECT pg_promote()")).isEqualTo("t");
    }

    private void cut() throws SQLException {
        servers.primary(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sallyport' LIMIT 1");
    }

    private void followsTo(Database database) {
        Instant begun = Instant.now();
        while (port(database) != second) {
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(port(database)).isEqualTo(second);
        }
    }

    /** Whether a replica of this primary is asked. */
    private boolean isAsked(Following following) {
        following.look();
        return following.readALittleOld(handle -> handle.any("SELECT 1 WHERE pg_is_in_recovery()"));
    }

    /** The last of them, for there is no standby afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void T50_of_two_that_take_writes_the_one_that_was_promoted_last_is_asked() throws Exception {
        try (var database = PostgresDatabase.open(listed(second, first));
                var following = new Following(
                        database,
                        PostgresDatabase.besides(listed(first)),
                        new Replica(PostgresDatabase.standbys(listed(second)), System::nanoTime),
                        Duration.ofMinutes(1),
                        DatabaseWatch.NOBODY,
                        System::nanoTime)) {
            assertThat(port(database))
                    .as("the standby is not, wherever it stands in the list")
                    .isEqualTo(first);
            Instant begun = Instant.now();
            while (!isAsked(following)) {
                assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
            }

            promote();
            assertThat(isAsked(following)).as("it is no replica any more").isFalse();
            try (var anew = PostgresDatabase.open(listed(first, second))) {
                assertThat(port(anew)).isEqualTo(second);
            }
            // One connection breaks, the next one sees the newer, and the others are given up.
            cut();
            followsTo(database);

            servers.stopStandby();
            assertThatThrownBy(() -> port(database))
                    .as("nobody goes back, even where there is no other")
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasStackTraceContaining(
                            "127.0.0.1:" + first + " was left behind (it is on timeline 1, the newest is 2)");
        }
    }

    /** Both can be reached, and nothing breaks. */
    @Test
    @Tag("long")
    void T50_a_primary_that_was_left_behind_is_noticed_although_nothing_breaks() throws Exception {
        try (var apart = StandbyServer.start()) {
            int after = apart.standby().servers().getFirst().port();
            int before = apart.primary().servers().getFirst().port();
            try (var database = PostgresDatabase.open(listed(before, after))) {
                assertThat(port(database)).isEqualTo(before);
                assertThat(apart.standby("SELECT pg_promote()")).isEqualTo("t");
                Instant begun = Instant.now();
                while (port(database) != after) {
                    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(45));
                    Thread.sleep(200);
                }
            }
        }
    }

    @Test
    void a_server_that_is_silent_is_waited_for_once() throws Exception {
        try (var silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            var newest = new NewestPrimary(listed(silent.getLocalPort(), first), new Properties(), 5_000);
            newest.getConnection().close();
            Instant begun = Instant.now();
            for (int i = 0; i < 20; i++) {
                newest.getConnection().close();
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void what_every_server_says_is_told() {
        assertThatThrownBy(() -> PostgresDatabase.open(listed(second, 1)))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasStackTraceContaining("127.0.0.1:" + second + " follows another or is read-only")
                .hasStackTraceContaining("127.0.0.1:1 failed");
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Version N−1 and version N on one PostgreSQL, as while processes are exchanged one after another. The older one is the build that the
 * variable {@code PREVIOUS_SALLYPORT} names (its {@code sallyport.jar}); without it, it is this build, started before the schema grew.
 */
@Tag("slow")
class SideBySideTest {
    private static final int TURNS = 20;

    @TempDir
    Path folder;

    private static Optional<Path> previous() {
        return Optional.ofNullable(System.getenv("PREVIOUS_SALLYPORT")).map(Path::of);
    }

    @Test
    void L20_sessions_go_on_at_either_version_while_both_run() throws Exception {
        Path ours = Files.createDirectory(folder.resolve("older"));
        Path theirs = Files.createDirectory(folder.resolve("newer"));
        int port = RunningHouse.freePort();
        try (var postgres = RunningPostgres.start()) {
            String settings = RunningHouse.GENEROUS + """
                    database: "%s"
                    public_url: "http://localhost:%d"
                    """.formatted(postgres.database("sallyport"), port);
            List<String> jar =
                    previous().map(path -> List.of("-cp", path.toString())).orElse(List.of());
            try (var older = RunningHouse.start(ours, port, settings, jar)) {
                try (var caller = new Caller(older)) {
                    assertThat(caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                                    .status())
                            .isEqualTo(200);
                }
                if (previous().isEmpty()) {
                    grow(postgres.port());
                }
                String key = "master_key_file: \"" + older.data().resolve("master.key") + "\"\n";
                try (var newer = RunningHouse.start(theirs, settings + key)) {
                    turnAbout(older, newer);
                }
            }
        }
    }

    /** What a later version's expanding migration leaves behind. */
    private static void grow(int port) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/sallyport", "postgres", "postgres");
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE person ADD COLUMN nickname TEXT NOT NULL DEFAULT 'nobody'");
            statement.execute("CREATE TABLE later (id TEXT PRIMARY KEY)");
            statement.execute("""
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,
                                                       execution_time, success)
                    VALUES (900, '900', 'needs 1 later', 'SQL', 'V900__needs_1_later.sql', 4711, 'later', 1, TRUE)""");
        }
    }

    private static void turnAbout(RunningHouse older, RunningHouse newer) throws IOException {
        try (var here = new Caller(older);
                var there = new Caller(newer)) {
            Answer in = here.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD);
            for (int i = 0; i < TURNS; i++) {
                assertThat(in.status()).as("turn %d: %s", i, in.text()).isEqualTo(200);
                Caller next = i % 2 == 0 ? there : here;
                String access = in.json().path("access_token").asString();
                assertThat(next.get("/v1/profile", "authorization", "Bearer " + access)
                                .status())
                        .isEqualTo(200);
                in = next.refreshMobile(in.json().path("refresh_token").asString());
            }
            assertThat(there.register("new@example.org", "a long enough password", "New")
                            .status())
                    .isEqualTo(202);
            assertThat(here.loginMobile("new@example.org", "a long enough password")
                            .status())
                    .isEqualTo(200);
            assertThat(here.register("old@example.org", "a long enough password", "Old")
                            .status())
                    .isEqualTo(202);
            assertThat(there.loginMobile("old@example.org", "a long enough password")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(older.log() + newer.log()).doesNotContain("\"level\":\"ERROR\"");
    }
}

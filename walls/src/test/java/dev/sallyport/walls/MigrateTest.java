package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A living installation moves from SQLite to PostgreSQL, and everybody finds it as it was. */
@Tag("slow")
class MigrateTest {
    private static final int PEOPLE = 10_000;

    /** Everybody has the password of the administrator: its hash is copied. */
    private static final String MANY = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO person (id, email, email_verified, name, state, created, password)
            SELECT printf('0198a2c4-0000-7000-8000-%%012d', i), 'person' || i || '@example.org', 1, 'Person ' || i || ' ü 🚪', 'ACTIVE', i,
                   (SELECT password FROM person WHERE email = '%s')
            FROM n""".formatted(PEOPLE, RunningHouse.ADMIN);

    @TempDir
    Path folder;

    @Test
    void people_sign_in_afterwards_as_before_and_who_was_signed_in_still_is() throws Exception {
        try (var postgres = RunningPostgres.start();
                var house = RunningHouse.start(folder, RunningHouse.GENEROUS)) {
            String url = postgres.database("sallyport");
            Path password = Files.writeString(folder.resolve("password"), "postgres\n");
            String[] migrate = {
                "migrate",
                "sqlite",
                "postgresql",
                "--to",
                url.replace("postgres:postgres@", "postgres@"),
                "--to-password-file",
                password.toString()
            };
            var line = new CommandLine(folder);
            String held;
            try (var caller = new Caller(house)) {
                held = caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                        .json()
                        .path("refresh_token")
                        .asString();
            }
            CommandLine.Ended refused = line.run(migrate);
            assertThat(refused.exit()).as(refused.text()).isEqualTo(3);
            assertThat(refused.text()).contains("another Sallyport is running");

            house.stop();
            try (var sqlite = DriverManager.getConnection(
                            "jdbc:sqlite:" + house.data().resolve("sallyport.db"));
                    var statement = sqlite.createStatement()) {
                assertThat(statement.executeUpdate(MANY)).isEqualTo(PEOPLE);
            }
            CommandLine.Ended moved = line.run(migrate);
            assertThat(moved.exit()).as(moved.text()).isZero();
            assertThat(moved.text())
                    .contains("compared   person")
                    .contains("10,001 of 10,001")
                    .contains("are moved and compared");

            CommandLine.Ended again = line.run(migrate);
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.text()).contains("holds something already").contains("Nothing was changed");

            Files.writeString(folder.resolve("sallyport.yaml"), RunningHouse.GENEROUS + "database: \"" + url + "\"\n");
            house.begin();
            try (var caller = new Caller(house)) {
                for (int i : List.of(1, 2, PEOPLE / 2, PEOPLE)) {
                    var in = caller.loginMobile("person" + i + "@example.org", RunningHouse.ADMIN_PASSWORD);
                    assertThat(in.status()).as(in.text()).isEqualTo(200);
                }
                assertThat(caller.refreshMobile(held).status()).isEqualTo(200);
            }
        }
    }
}

package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.Row;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL when its server, its connections or its rights fail. */
@Tag("slow")
class PostgresTroubleTest {
    private static final PasswordHash HASH = new PasswordHash("h");
    private static final Person ADA = Samples.person("ada@example.org");

    private static final String INSERT = "INSERT INTO person (id, email, email_verified, name, state, created)"
            + " VALUES ('00000000-0000-0000-0000-000000000001', 'eve@example.org', 0, 'Eve', 'ACTIVE', 0)";

    @Test
    void T50_a_connection_that_breaks_in_the_middle_leaves_nothing_half_written_and_the_next_one_works()
            throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.open(PostgresServer.emptyDatabase())) {
            Stores stores = Stores.over(database);
            assertThatThrownBy(() -> database.write(handle -> {
                        handle.change(INSERT);
                        return handle.any("SELECT pg_terminate_backend(pg_backend_pid())");
                    }))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("cannot be reached");
            assertThat(stores.people().byEmail(new EmailAddress("eve@example.org")))
                    .isEmpty();
            stores.people().add(ADA, HASH);
            assertThat(stores.people().byId(ADA.id())).contains(ADA);
        }
    }

    @Test
    void T50_work_that_fails_by_itself_leaves_nothing_half_written() throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.open(PostgresServer.emptyDatabase())) {
            assertThatThrownBy(() -> database.write(handle -> {
                        handle.change(INSERT);
                        throw new IllegalStateException("changed its mind");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> database.write(handle -> {
                        handle.change(INSERT);
                        return handle.change("INSERT INTO person (id) VALUES (NULL)");
                    }))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("refused a statement");
            assertThat(Pages.walk(10, Stores.over(database).people()::list)).isEmpty();
        }
    }

    @Test
    void a_database_that_cannot_be_written_says_so() throws SQLException {
        try (PostgresDatabase database = PostgresDatabase.open(PostgresServer.emptyDatabase())) {
            assertThatThrownBy(() -> database.write(handle -> {
                        handle.change("SET TRANSACTION READ ONLY");
                        return handle.change(INSERT);
                    }))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("is read-only");
        }
    }

    @Test
    void it_says_what_time_it_is_there_and_how_busy_it_is() throws SQLException {
        DatabaseSettings.Postgresql settings = PostgresServer.emptyDatabase();
        try (PostgresDatabase database = PostgresDatabase.open(settings)) {
            assertThat(database.clock().orElseThrow()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
            assertThat(database.load()).isEqualTo(new Database.Load(settings.connections(), 0, 0));
            assertThat(database.<Integer>read(handle -> database.load().busy())).isOne();
        }
    }

    @Test
    void a_connection_to_a_server_that_has_become_a_standby_is_not_used_again() throws SQLException {
        String who = "SELECT pg_backend_pid()";
        var refused = new AtomicInteger();
        try (PostgresDatabase database =
                PostgresDatabase.open(PostgresServer.emptyDatabase().withConnections(2))) {
            assertThatThrownBy(() -> database.write(handle -> {
                        refused.set(handle.first(who, row -> row.number()).orElseThrow());
                        handle.change("SET TRANSACTION READ ONLY");
                        return handle.change(INSERT);
                    }))
                    .isInstanceOf(DatabaseUnavailable.class);
            for (int i = 0; i < 10; i++) {
                int used = database.read(handle -> handle.first(who, row -> row.number()))
                        .orElseThrow();
                assertThat(used).isNotEqualTo(refused.get());
            }
        }
    }

    @Test
    void the_server_is_told_the_limits_of_time_whichever_way_it_was_chosen() throws SQLException {
        DatabaseSettings.Postgresql one = PostgresServer.emptyDatabase();
        var several = new DatabaseSettings.Postgresql(
                List.of(
                        new DatabaseSettings.Server("127.0.0.1", 1),
                        one.servers().getFirst()),
                one.name(),
                one.user(),
                one.password(),
                Optional.empty(),
                Optional.empty(),
                2,
                Optional.empty());
        for (DatabaseSettings.Postgresql settings : List.of(one.withConnections(2), several)) {
            try (PostgresDatabase database = PostgresDatabase.open(settings)) {
                List<String> limits = database.read(handle -> handle.all(
                        "SELECT current_setting(name) FROM (VALUES ('statement_timeout'), ('lock_timeout'),"
                                + " ('idle_in_transaction_session_timeout')) limits (name)",
                        Row::text));
                assertThat(limits).containsExactly("10s", "5s", "30s");
            }
        }
    }

    @Test
    void transactions_that_a_serializable_database_refuses_are_tried_again() throws Exception {
        DatabaseSettings.Postgresql settings = PostgresServer.emptyDatabase();
        try (PostgresDatabase before = PostgresDatabase.open(settings)) {
            before.write(handle -> handle.change(
                    "ALTER DATABASE " + settings.name() + " SET default_transaction_isolation = 'serializable'"));
            before.write(handle -> handle.change("INSERT INTO letter_count VALUES ('a', 1, 0)"));
        }
        try (PostgresDatabase database = PostgresDatabase.open(settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var met = new CountDownLatch(2);
            var runs = new AtomicInteger();
            var both = List.of(
                    threads.submit(() -> oneMore(database, met, runs)),
                    threads.submit(() -> oneMore(database, met, runs)));
            for (var one : both) {
                assertThat(one.get()).isEqualTo(1);
            }
            assertThat(runs).as("one of them ran again").hasValueGreaterThan(2);
            assertThat(database.<Optional<Integer>>read(
                            handle -> handle.first("SELECT letters FROM letter_count", Row::number)))
                    .contains(2);
        }
    }

    /** Reads, meets the other, and writes what it has read and one more. */
    private static int oneMore(Database database, CountDownLatch met, AtomicInteger runs) {
        return database.write(handle -> {
            runs.incrementAndGet();
            int letters = handle.first("SELECT letters FROM letter_count", Row::number)
                    .orElseThrow();
            met.countDown();
            try {
                met.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return handle.change("UPDATE letter_count SET letters = ?", letters + 1);
        });
    }

    @Test
    void a_closed_database_says_so_to_readers_and_writers() throws SQLException {
        Stores stores = Stores.open(PostgresServer.emptyDatabase());
        stores.close();
        assertThatThrownBy(() -> stores.people().add(ADA, HASH))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> stores.people().anyWith(Role.ADMIN))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void a_server_without_that_database_is_told_from_one_that_is_not_there() throws Exception {
        DatabaseSettings.Postgresql there = PostgresServer.emptyDatabase();
        var unknown = new DatabaseSettings.Postgresql(
                there.servers().getFirst().name(),
                there.servers().getFirst().port(),
                "unknown",
                there.user(),
                there.password(),
                2);
        assertThatThrownBy(() -> PostgresDatabase.open(unknown))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("does not exist on that server");
    }

    @Test
    void T50_a_server_that_goes_down_takes_nothing_that_was_acknowledged_with_it() throws Exception {
        EmbeddedPostgres server = PostgresServer.another();
        DatabaseSettings.Postgresql settings = PostgresServer.emptyDatabase(server);
        try (PostgresDatabase database = PostgresDatabase.open(settings)) {
            Stores stores = Stores.over(database);
            stores.people().add(ADA, HASH);
            server.close();
            assertThatThrownBy(() -> stores.people().add(Samples.person("eve@example.org"), HASH))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("cannot be reached")
                    .hasMessageContaining(settings.toString());
        }
        assertThatThrownBy(() -> PostgresDatabase.open(settings))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("cannot be reached");
    }
}

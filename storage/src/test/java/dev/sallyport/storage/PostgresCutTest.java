package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.Handle;
import dev.sallyport.storage.sql.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL behind a network that fails, and against others who want the same rows. */
@Tag("slow")
class PostgresCutTest {
    private static final String INSERT = "INSERT INTO letter_count (recipient, ends, letters) VALUES (?, 1, 1)";

    private DatabaseSettings.Postgresql direct;
    private CuttingProxy proxy;
    private PostgresDatabase database;

    @BeforeEach
    void open() throws IOException, SQLException {
        direct = PostgresServer.emptyDatabase();
        proxy = new CuttingProxy(direct.servers().getFirst().port());
        database = opened(4);
        database.write(handle -> handle.change("INSERT INTO letter_count VALUES ('a', 1, 0), ('b', 1, 0)"));
    }

    private PostgresDatabase opened(int connections) {
        return PostgresDatabase.open(new DatabaseSettings.Postgresql(
                "127.0.0.1", proxy.port(), direct.name(), direct.user(), direct.password(), connections));
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        proxy.close();
    }

    private int count(String recipient) {
        return database.read(handle -> handle.first(
                        "SELECT COUNT(*) FROM letter_count WHERE recipient = ?", row -> row.number(), recipient))
                .orElseThrow();
    }

    @Test
    void a_read_whose_connection_breaks_is_asked_again() {
        proxy.cutAt("SELECT 4711", true);
        int answer = database.read(handle -> handle.first("SELECT 4711", row -> row.number()))
                .orElseThrow();
        assertThat(answer).isEqualTo(4711);
        assertThat(proxy.isWaiting()).isFalse();
    }

    @Test
    void T50_a_write_that_is_cut_before_its_commit_is_done_once() {
        var runs = new AtomicInteger();
        proxy.cutAt("the one", true);
        int changed = database.write(handle -> {
            runs.incrementAndGet();
            return handle.change(INSERT, "the one");
        });
        assertThat(changed).isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(count("the one")).isEqualTo(1);
    }

    @Test
    void T50_a_commit_that_is_cut_is_told_as_what_nobody_knows() {
        // One connection, or the next word could be another's that the pool opens at this moment.
        database.close();
        database = opened(1);
        assertThatThrownBy(() -> database.write(handle -> insertAndCut(handle, "arrived", true)))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("during a COMMIT")
                .hasMessageContaining("nobody knows");
        assertThatThrownBy(() -> database.write(handle -> insertAndCut(handle, "did not arrive", false)))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("during a COMMIT");
        assertThat(List.of(count("arrived"), count("did not arrive"))).isEqualTo(List.of(1, 0));
        database.write(handle -> handle.change(INSERT, "afterwards"));
        assertThat(count("afterwards")).isEqualTo(1);
    }

    /** What is said next on the connection is its COMMIT. */
    private int insertAndCut(Handle handle, String recipient, boolean delivered) throws SQLException {
        int changed = handle.change(INSERT, recipient);
        proxy.cutAt("", delivered);
        return changed;
    }

    @Test
    @Tag("long")
    void a_network_that_swallows_everything_holds_nobody_for_ever_and_the_pool_heals() {
        assertThat(count("a")).isEqualTo(1);
        proxy.swallow();
        Instant begun = Instant.now();
        assertThatThrownBy(() -> database.write(handle -> handle.change(INSERT, "lost")))
                .isInstanceOf(DatabaseUnavailable.class);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(40));
        proxy.heal();
        Instant healed = Instant.now();
        for (boolean up = false; !up; ) {
            try {
                up = count("a") == 1;
            } catch (DatabaseUnavailable notYet) {
                assertThat(Duration.between(healed, Instant.now())).isLessThan(Duration.ofSeconds(30));
            }
        }
        assertThat(count("lost")).isZero();
    }

    @Test
    @Tag("long")
    void a_statement_is_ended_after_ten_seconds() {
        Instant begun = Instant.now();
        assertThatThrownBy(() -> database.read(handle -> handle.any("SELECT pg_sleep(30)")))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining("longer than the statement timeout");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void who_waits_for_a_lock_is_sent_away_after_five_seconds() throws Exception {
        var held = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder = threads.submit(() -> database.write(handle -> {
                handle.change("UPDATE letter_count SET letters = 1 WHERE recipient = 'a'");
                held.countDown();
                return await(enough);
            }));
            assertThat(await(held)).isTrue();
            assertThatThrownBy(() -> database.write(
                            handle -> handle.change("UPDATE letter_count SET letters = 2 WHERE recipient = 'a'")))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("held by another for too long");
            enough.countDown();
            assertThat(holder.get()).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void two_who_lock_each_other_out_both_get_through() throws InterruptedException, ExecutionException {
        var met = new CountDownLatch(2);
        var runs = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var there = threads.submit(() -> both("a", "b", met, runs));
            var back = threads.submit(() -> both("b", "a", met, runs));
            assertThat(there.get() + back.get()).isEqualTo(4);
        }
        assertThat(runs.get()).as("one of them ran again").isGreaterThan(2);
        int letters = database.read(
                        handle -> handle.first("SELECT SUM(letters) FROM letter_count", row -> row.number()))
                .orElseThrow();
        assertThat(letters).isEqualTo(4);
    }

    private int both(String first, String second, CountDownLatch met, AtomicInteger runs) {
        String sql = "UPDATE letter_count SET letters = letters + 1 WHERE recipient = ?";
        return database.write(handle -> {
            runs.incrementAndGet();
            int changed = handle.change(sql, first);
            met.countDown();
            await(met);
            return changed + handle.change(sql, second);
        });
    }

    @Test
    @Tag("long")
    void a_pool_that_is_used_up_says_so() throws Exception {
        var held = new CountDownLatch(4);
        var enough = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holders = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> database.read(handle -> {
                        held.countDown();
                        return await(enough);
                    })))
                    .toList();
            assertThat(await(held)).isTrue();
            assertThatThrownBy(() -> database.read(handle -> handle.any("SELECT 1")))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessageContaining("too many requests wait");
            enough.countDown();
            for (var holder : holders) {
                assertThat(holder.get()).isTrue();
            }
        }
    }
}

package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.storage.PostgresServer;
import dev.sallyport.storage.StandbyServer;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that follows, stands still, goes away or is another's, and what is read meanwhile. */
@Tag("slow")
@Tag("long")
class FollowingTest {
    private static final Duration LAG = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong(-7);
    private final List<Boolean> answered = new CopyOnWriteArrayList<>();
    private final List<Double> behind = new CopyOnWriteArrayList<>();
    private static StandbyServer servers;

    private PostgresDatabase primary;
    private Following following;

    @BeforeAll
    static void start() throws IOException {
        servers = StandbyServer.start();
    }

    @BeforeEach
    void begin() throws SQLException {
        servers.standby("SELECT pg_wal_replay_resume()");
        primary = PostgresDatabase.open(servers.primary());
        following = follows(servers.standby());
    }

    @AfterEach
    void end() {
        following.close();
        primary.write(handle -> handle.change("DELETE FROM letter_count"));
        primary.close();
    }

    @AfterAll
    static void stop() throws IOException {
        servers.close();
    }

    private Following follows(Postgresql standbys) {
        var watch = new DatabaseWatch() {
            @Override
            public void worked(Kind kind, Outcome outcome, long took) {
                throw new AssertionError("nobody measures here");
            }

            @Override
            public void committed(int works) {
                throw new AssertionError("nobody measures here");
            }

            @Override
            public void triedAgain() {
                throw new AssertionError("nobody measures here");
            }

            @Override
            public void replicaAsked(boolean byReplica) {
                answered.add(byReplica);
            }

            @Override
            public void replicaBehind(double seconds) {
                behind.add(seconds);
            }
        };
        return new Following(
                primary,
                PostgresDatabase.besides(servers.primary()),
                new Replica(PostgresDatabase.standbys(standbys), System::nanoTime),
                LAG,
                watch,
                nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Looks until the replica is asked. */
    private void near() {
        for (int i = 0; i < 3_000 && !aged(); i++) {
            following.look();
        }
        assertThat(aged()).as("answered by the replica").isTrue();
        answered.clear();
        behind.clear();
    }

    private boolean aged() {
        return following.readALittleOld(FollowingTest::isStandby);
    }

    private static boolean isStandby(Handle handle) throws SQLException {
        return handle.any("SELECT 1 WHERE pg_is_in_recovery()");
    }

    private void written(String recipient) {
        primary.write(handle -> handle.change("INSERT INTO letter_count VALUES (?, 1, 1)", recipient));
    }

    private static boolean knows(Handle handle, String recipient) throws SQLException {
        return handle.any("SELECT 1 FROM letter_count WHERE recipient = ?", recipient);
    }

    @Test
    void before_anybody_has_looked_the_primary_is_asked() {
        assertThat(aged()).isFalse();
        assertThat(answered).containsExactly(false);
    }

    @Test
    void what_was_read_is_never_older_than_allowed() throws SQLException {
        near();
        servers.standby("SELECT pg_wal_replay_pause()");
        written("news");
        pass(LAG.minusMillis(1));
        assertThat(following.<Boolean>readALittleOld(handle -> isStandby(handle) && !knows(handle, "news")))
                .as("it is allowed not to know that yet")
                .isTrue();

        // Nobody looked meanwhile, and so nobody knows.
        pass(Duration.ofMillis(2));
        assertThat(following.<Boolean>readALittleOld(handle -> knows(handle, "news")))
                .isTrue();
        following.look();
        assertThat(following.<Boolean>readALittleOld(handle -> knows(handle, "news")))
                .isTrue();
        assertThat(answered).containsExactly(true, false, false);
        assertThat(behind).containsExactly(5.001);

        servers.standby("SELECT pg_wal_replay_resume()");
        near();
        assertThat(following.<Boolean>readALittleOld(handle -> isStandby(handle) && knows(handle, "news")))
                .isTrue();
    }

    @Test
    void a_standby_that_has_all_of_an_idle_primary_is_not_behind() {
        near();
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(4));
            following.look();
            assertThat(aged()).isTrue();
        }
        assertThat(behind).hasSize(20).containsOnly(0.0);
    }

    @Test
    void a_read_that_must_know_everything_waits_for_it() throws Exception {
        near();
        servers.standby("SELECT pg_wal_replay_pause()");
        written("news");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(
                    () -> following.<Boolean>readCaughtUp(handle -> isStandby(handle) && knows(handle, "news")));
            assertThat(waiting.isDone()).isFalse();
            servers.standby("SELECT pg_wal_replay_resume()");
            assertThat(waiting.get()).isTrue();
        }
        assertThat(answered).containsExactly(true);
    }

    @Test
    void a_read_that_has_waited_long_enough_goes_to_the_primary() throws SQLException {
        near();
        servers.standby("SELECT pg_wal_replay_pause()");
        written("news");
        assertThat(following.<Boolean>readCaughtUp(handle -> !isStandby(handle) && knows(handle, "news")))
                .isTrue();
        assertThat(answered).containsExactly(false);
    }

    @Test
    void a_replica_that_goes_away_is_passed_over_and_taken_again() throws IOException {
        near();
        servers.stopStandby();
        assertThat(aged()).isFalse();
        following.look();
        assertThat(aged()).isFalse();
        assertThat(behind).containsExactly(Double.NaN);
        servers.beginStandby();
        following.look();
        assertThat(aged()).as("so soon after it failed somebody").isFalse();
        pass(Duration.ofSeconds(10));
        near();
    }

    @Test
    void a_replica_that_takes_too_long_is_passed_over() {
        near();
        assertThat(following.<Boolean>readALittleOld(
                        handle -> isStandby(handle) ? handle.any("SELECT pg_sleep(60)") : handle.any("SELECT 1")))
                .isTrue();
        assertThat(answered).containsExactly(false);
        assertThat(aged()).isFalse();
    }

    @Test
    void another_installation_and_the_primary_itself_are_no_replicas() throws SQLException {
        List<Postgresql> wrong = List.of(PostgresServer.emptyDatabase(), servers.primary());
        for (Postgresql one : wrong) {
            try (Following instead = follows(one)) {
                instead.look();
                answered.clear();
                instead.readALittleOld(handle -> handle.any("SELECT 1"));
                assertThat(answered).containsExactly(false);
            }
        }
    }

    @Test
    void stores_say_which_of_them_may_be_old() throws SQLException {
        Postgresql replicated = servers.primary().withReplica(new ReplicaSettings(servers.standby(), LAG));
        try (var stores = Stores.open(replicated, AuditFollower.NOTHING, DatabaseWatch.NOBODY, System::nanoTime);
                var alone = Stores.open(servers.primary())) {
            assertThat(stores.aged()).isNotSameAs(stores);
            assertThat(stores.caughtUp()).isNotSameAs(stores).isNotSameAs(stores.aged());
            assertThat(alone.aged()).isSameAs(alone);
            assertThat(alone.caughtUp()).isSameAs(alone);
        }
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house between two servers of PostgreSQL, of which one dies and the other takes over, there and back (T50). */
@Tag("slow")
@Tag("long")
class FailoverTest {
    private static final String OURS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'sallyport'";

    /** Every server is asked what it is, and let go. */
    private static final String LASTING = " AND backend_start < clock_timestamp() - interval '3 seconds'";

    private static final String PEOPLE = "SELECT COUNT(*) FROM person";

    /** The driver of PostgreSQL keeps for ten seconds what it knows of servers. */
    private static final Duration LONGER_THAN_DRIVERS_REMEMBER = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void T50_a_failover_under_load_loses_nothing_acknowledged_and_nobody_goes_back_to_a_primary_that_was_left_behind()
            throws Exception {
        try (var pair = PostgresPair.start();
                var house = RunningHouse.start(
                        folder, RunningHouse.GENEROUS + "database: \"" + pair.database("sallyport") + "\"\n");
                var caller = new Caller(house);
                var crowd = Crowd.of(6, house)) {
            crowd.awaitMore(5);
            Duration there = failOver(pair, pair.first(), pair.second(), caller);
            crowd.awaitMore(10);

            // The old primary comes back as if nothing had been, and everybody has to connect anew.
            pair.begin(pair.first());
            assertThat(PostgresPair.ask(pair.first(), "SELECT pg_is_in_recovery()"))
                    .containsExactly("f");
            List<String> known = PostgresPair.ask(pair.first(), "sallyport", PEOPLE);
            Instant left = Instant.now();
            while (Duration.between(left, Instant.now()).compareTo(LONGER_THAN_DRIVERS_REMEMBER) < 0) {
                PostgresPair.ask(pair.second(), OURS.replace("pid FROM", "pg_terminate_backend(pid) FROM"));
                Crowd.recovery(caller);
                crowd.awaitMore(5);
                assertThat(PostgresPair.ask(pair.first(), OURS + LASTING))
                        .as("connections to the primary that was left behind")
                        .isEmpty();
            }
            assertThat(PostgresPair.ask(pair.first(), "sallyport", PEOPLE)).isEqualTo(known);
            assertThat(PostgresPair.ask(pair.second(), "sallyport", PEOPLE)).isNotEqualTo(known);

            pair.kill(pair.first());
            pair.rejoin(pair.first(), pair.second());
            crowd.awaitMore(5);
            Duration back = failOver(pair, pair.second(), pair.first(), caller);
            crowd.awaitMore(5);
            crowd.go();
            System.out.println(crowd + "; somebody signed in " + there + " after it was promoted, and " + back
                    + " after the way back");
        }
    }

    /** From the death of the one until somebody can sign in by the other. */
    private static Duration failOver(
            PostgresPair pair, PostgresPair.Server dies, PostgresPair.Server takesOver, Caller caller)
            throws Exception {
        pair.kill(dies);
        // A tool that watches needs a moment to be sure.
        TimeUnit.SECONDS.sleep(2);
        pair.promote(takesOver);
        PostgresPair.alone(takesOver);
        Instant promoted = Instant.now();
        Duration waited = Crowd.recovery(caller);
        assertThat(waited).as("since it was promoted, at %s", promoted).isLessThan(Duration.ofSeconds(10));
        return waited;
    }
}

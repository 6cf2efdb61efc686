package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house with a replica of its database: who is asked, and what becomes of it without the replica. */
@Tag("slow")
class ReplicaTest {
    private static final String USED = "sallyport_database_replica_total{outcome=\"used\"}";
    private static final String PASSED_OVER = "sallyport_database_replica_total{outcome=\"passed_over\"}";

    @TempDir
    Path folder;

    @Test
    void events_are_read_from_the_replica_and_from_the_primary_without_it() throws Exception {
        try (var pair = PostgresPair.start();
                var house = RunningHouse.start(folder, settings(pair));
                var caller = new Caller(house)) {
            String token = caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            await(house, caller, token, USED);
            assertThat(events(caller, token)).contains("signed_in");
            assertThat(house.log()).contains("The replica of the database is asked from now on.");

            PostgresPair.alone(pair.first());
            pair.kill(pair.second());
            await(house, caller, token, PASSED_OVER);
            assertThat(events(caller, token)).contains("signed_in");
            assertThat(caller.send(house.monitorUrl("/health/ready"), "GET", "").status())
                    .isEqualTo(200);
            assertThat(house.log()).containsOnlyOnce("The replica of the database is passed over");
        }
    }

    private static String settings(PostgresPair pair) throws Exception {
        String both = pair.database("sallyport");
        String server = "127.0.0.1:" + pair.second().port();
        return RunningHouse.GENEROUS + "database: \"" + both + "\"\ndatabase_replica: \""
                + both.replaceFirst("@[^/]+", "@" + server) + "\"\n";
    }

    private static String events(Caller caller, String token) {
        var answer = caller.get("/v1/admin/audit", "authorization", "Bearer " + token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    /** Asks until one more was answered by whom the metric counts. */
    private static void await(RunningHouse house, Caller caller, String token, String metric) throws Exception {
        double before = counted(house, metric);
        for (int i = 0; i < 200; i++) {
            events(caller, token);
            if (counted(house, metric) > before) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(metric + " stays " + before + "\n" + house.log());
    }

    private static double counted(RunningHouse house, String metric) {
        try (var monitor = new Caller(house)) {
            return monitor.send(house.monitorUrl("/metrics"), "GET", "")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(metric))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .map(Double::parseDouble)
                    .findFirst()
                    .orElse(0.0);
        }
    }
}

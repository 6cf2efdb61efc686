package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house whose PostgreSQL is stopped and is killed while people sign up and sign in (T50). */
@Tag("slow")
@Tag("long")
class DatabaseFaultsTest {
    @TempDir
    Path folder;

    @Test
    void T50_a_database_that_is_stopped_or_killed_under_load_loses_nothing_acknowledged() throws Exception {
        try (var postgres = RunningPostgres.start();
                var house = RunningHouse.start(
                        folder, RunningHouse.GENEROUS + "database: \"" + postgres.database("sallyport") + "\"\n");
                var caller = new Caller(house);
                var crowd = Crowd.of(6, house)) {
            crowd.awaitMore(5);
            postgres.stop();
            TimeUnit.SECONDS.sleep(3);
            assertThat(caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                            .status())
                    .as("while there is no database")
                    .isEqualTo(503);
            postgres.begin();
            Duration afterStop = Crowd.recovery(caller);
            crowd.awaitMore(5);

            postgres.kill();
            TimeUnit.SECONDS.sleep(1);
            postgres.begin();
            Duration afterKill = Crowd.recovery(caller);
            crowd.awaitMore(5);
            crowd.go();
            System.out.println(crowd + ", back after " + afterStop + " and " + afterKill);
        }
    }
}

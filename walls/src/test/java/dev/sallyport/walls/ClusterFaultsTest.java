package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts of an installation break while people are at work; {@link ClusterTest} tries the quickest of it in every run. */
@Tag("slow")
@Tag("long")
@ExtendWith(Cluster.Shared.class)
class ClusterFaultsTest {
    private Cluster cluster;
    private UnderLoad load;

    @BeforeEach
    void begin(Cluster shared) {
        cluster = shared;
        load = UnderLoad.at(cluster.street(), "cluster-faults");
    }

    @AfterEach
    void tell() throws IOException {
        load.close();
    }

    private Load.Seen under(String what, UnderLoad.Fault fault) throws Exception {
        return load.under(what, fault);
    }

    private void nothingIsLost() throws InterruptedException {
        load.nothingIsLost();
    }

    @Test
    void every_process_is_killed_in_turn() throws Exception {
        for (String name : cluster.names()) {
            RunningHouse house = cluster.house(name);
            under("kill -9 " + name, () -> {
                house.kill();
                TimeUnit.MILLISECONDS.sleep(500);
                house.begin();
            });
        }
        nothingIsLost();
    }

    @Test
    void every_process_is_started_anew_and_nobody_notices() throws Exception {
        var noticed = new ArrayList<String>();
        for (String name : cluster.names()) {
            RunningHouse house = cluster.house(name);
            Load.Seen seen = under("restart " + name, () -> {
                house.stop();
                house.begin();
            });
            seen.failures().forEach(failure -> noticed.add(name + ": " + failure));
        }
        nothingIsLost();
        assertThat(noticed).isEmpty();
    }

    @Test
    void the_way_to_the_database_is_cut() throws Exception {
        under("no packet to the database for 3 s", () -> {
            cluster.wayToDatabase().cut();
            TimeUnit.SECONDS.sleep(3);
            cluster.wayToDatabase().heal();
        });
        nothingIsLost();
    }

    @Test
    void one_clock_is_two_minutes_ahead() throws Exception {
        Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
        assumeTrue(Files.exists(library), "libfaketime is not on this machine: apt-get install faketime");
        for (String name : new String[] {"auth-2", "gateway-2"}) {
            RunningHouse house = cluster.house(name);
            house.stop();
            house.begin(
                    Map.of("LD_PRELOAD", library.toString(), "FAKETIME", "+120s", "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            try {
                Load.Seen seen = under("the clock of " + name + " is 2 minutes ahead", () -> TimeUnit.SECONDS.sleep(2));
                assertThat(seen.failures()).isEmpty();
            } finally {
                house.stop();
                house.begin();
            }
        }
        nothingIsLost();
    }
}

package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.OwnNetwork.Cable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Networks within an installation fall silent while people are at work: packets are dropped, and nobody is told. */
@Tag("slow")
@Tag("long")
@ExtendWith(Cluster.Shared.class)
class ClusterNetworkTest {
    private Cluster cluster;
    private UnderLoad load;

    @BeforeEach
    void begin(Cluster shared) {
        cluster = shared;
        load = UnderLoad.at(cluster.street(), "cluster-network");
    }

    @AfterEach
    void tell() throws IOException {
        load.close();
    }

    private Load.Seen silent(String what, Cable cable, int seconds) throws Exception {
        int port = cluster.house("auth-2").port();
        assertThat(cable.isSilent(port)).as("before").isFalse();
        return load.under(what + " for " + seconds + " s", () -> {
            cable.cut();
            try {
                assertThat(cable.isSilent(port)).as("who calls is not refused").isTrue();
                TimeUnit.SECONDS.sleep(seconds - 1);
            } finally {
                cable.heal();
            }
        });
    }

    @Test
    void T50_the_network_between_one_auth_server_and_all_behind_it_falls_silent() throws Exception {
        Load.Seen seen = silent("no packet between auth-2 and the database, Redis, bucket", cluster.behindAuth2(), 8);
        assertThat(seen.failures()).allMatch(failure -> failure.contains(" 503"));
        load.nothingIsLost();
    }

    @Test
    void T50_the_network_between_one_gateway_and_one_auth_server_falls_silent() throws Exception {
        Load.Seen seen = silent("no packet between gateway-1 and auth-2", cluster.fromGateway1ToAuth2(), 8);
        assertThat(seen.failures()).allMatch(failure -> failure.contains(" 503"));
        load.nothingIsLost();
    }
}

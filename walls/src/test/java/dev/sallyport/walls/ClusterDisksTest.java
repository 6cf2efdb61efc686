package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Disks of an installation fill up while people are at work, and are given room again; nobody does anything else. */
@Tag("slow")
@Tag("long")
@ExtendWith(Cluster.Shared.class)
class ClusterDisksTest {
    private static final String PASSWORD = "a long enough password";

    private Cluster cluster;
    private UnderLoad load;

    @BeforeEach
    void begin(Cluster shared) {
        cluster = shared;
        load = UnderLoad.at(cluster.street(), "cluster-disks");
    }

    @AfterEach
    void tell() throws IOException {
        load.close();
    }

    /** What the monitor of that process says, whether ready or not. */
    private Answer ready(String name) {
        try (Caller caller = new Caller(cluster.house(name).monitorUrl("/"), "")) {
            return caller.get("/health/ready");
        }
    }

    /** Whether one of those that write says so soon; which of them needs more room first depends on what people do. */
    private boolean isTold(String why) throws InterruptedException {
        for (int i = 0; i < 150; i++) {
            if (Stream.of("auth-1", "auth-2", "files")
                    .anyMatch(name -> ready(name).text().contains(why))) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    @Test
    void T50_the_disk_of_files_is_full() throws Exception {
        SmallDisk disk = cluster.disk("files");
        try (Uploader uploader = Uploader.arrives(cluster.street(), "127.0.11.1")) {
            String upload = uploader.begins(2_000);
            assertThat(uploader.goesOn(upload, 0, 1_000).status()).isEqualTo(204);
            Load.Seen seen = load.under("the disk of files is full for 3 s", () -> {
                disk.fill();
                try {
                    assertThat(uploader.goesOn(upload, 1_000, 1_000).problem())
                            .isEqualTo("/problems/storage-unavailable");
                    Answer unkept = uploader.uploads(3_000_000);
                    assertThat(unkept.status()).isEqualTo(503);
                    assertThat(unkept.problem()).isEqualTo("/problems/storage-unavailable");
                    assertThat(unkept.header("retry-after")).isPresent();
                    TimeUnit.SECONDS.sleep(3);
                    Answer ready = ready("files");
                    assertThat(ready.status()).isEqualTo(503);
                    assertThat(ready.text()).contains("the disk of the data folder is full");
                } finally {
                    disk.makeRoom();
                }
            });
            assertThat(seen.failures()).isNotEmpty().containsOnly("upload 503 storage-unavailable");
            // A last block may have had room for the piece, and only the whole file had none: then to ask makes it.
            int come = uploader.hasCome(upload);
            assertThat(come).isIn(1_000, 2_000);
            if (come == 1_000) {
                assertThat(uploader.goesOn(upload, 1_000, 1_000).status()).isEqualTo(204);
            }
            assertThat(uploader.reads(upload)).hasSize(2_000);
        }
        assertThat(ready("files").status()).isEqualTo(200);
        load.nothingIsLost();
    }

    @Test
    void T50_the_disk_of_the_database_is_full() throws Exception {
        SmallDisk disk = cluster.disk("database");
        Load.Seen seen = load.under("the disk of PostgreSQL is full for 5 s, its log too", () -> {
            disk.fill();
            try {
                TimeUnit.SECONDS.sleep(2);
                cluster.database().useUpItsLog();
                TimeUnit.SECONDS.sleep(3);
                assertThat(ready("auth-1").text()).contains("\"down\"");
            } finally {
                disk.makeRoom();
                cluster.database().revive();
            }
        });
        assertThat(seen.failures()).isNotEmpty().allMatch(failure -> failure.contains(" 503"));
        load.nothingIsLost();
    }

    @Test
    void T50_the_database_cannot_grow_while_its_log_can() throws Exception {
        SmallDisk disk = cluster.disk("database");
        Load.Seen seen = load.under("the disk of PostgreSQL is full for 3 s or more", () -> {
            disk.fill();
            try {
                TimeUnit.SECONDS.sleep(3);
                assertThat(isTold("the server's disk is full")).isTrue();
            } finally {
                disk.makeRoom();
                cluster.database().revive();
            }
        });
        assertThat(seen.failures()).isNotEmpty().allMatch(failure -> failure.contains(" 503"));
        load.nothingIsLost();
    }

    /** Ours keeps nothing; that of an operator may, and then takes no writes while it cannot. */
    @Test
    void T27_redis_cannot_keep_what_it_is_set_to_keep() throws Exception {
        SmallDisk disk = cluster.disk("redis");
        Load.Seen seen = load.under("Redis keeps itself on a disk that is full, for 5 s", () -> {
            disk.fill();
            cluster.redis().configure("save", "\"1 1\"");
            try {
                TimeUnit.SECONDS.sleep(5);
                assertThat(ready("gateway-1").text()).contains("MISCONF");
            } finally {
                disk.makeRoom();
                cluster.redis().configure("save", "\"\"");
            }
        });
        assertThat(seen.failures()).isEmpty();
        load.nothingIsLost();
    }

    @Test
    void the_disk_under_the_log_of_a_gateway_is_full() throws Exception {
        SmallDisk disk = cluster.disk("gateway-2");
        RunningHouse gateway = cluster.house("gateway-2");
        Load.Seen seen = load.under("the disk under the log of gateway-2 is full for 3 s", () -> {
            disk.fill();
            try {
                TimeUnit.SECONDS.sleep(3);
                assertThat(ready("gateway-2").text()).contains("the disk of the data folder is full");
                assertThat(ready("gateway-2").status())
                        .as("a gateway works without a disk")
                        .isEqualTo(200);
            } finally {
                disk.makeRoom();
            }
        });
        assertThat(seen.failures()).isEmpty();
        long lines = gateway.log().lines().count();
        try (Caller caller = new Caller(gateway.url("/"), "127.0.11.2")) {
            caller.loginMobile("nobody@example.org", PASSWORD);
        }
        for (int i = 0; i < 50 && gateway.log().lines().count() == lines; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(gateway.log().lines().count()).isGreaterThan(lines);
        load.nothingIsLost();
    }
}

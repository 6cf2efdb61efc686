package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house in one process with all that it keeps on one disk, its log too, which fills up while people are at work. */
@Tag("slow")
class FullDiskTest {
    @TempDir
    Path folder;

    @Test
    void T50_a_full_disk_is_told_loses_nothing_acknowledged_and_needs_nothing_but_room() throws Exception {
        Optional<SmallDisk> mounted = SmallDisk.at(folder.resolve("disk"), 96);
        Assumptions.assumeTrue(mounted.isPresent(), "no disk can be mounted here, so none can be filled");
        try (SmallDisk disk = mounted.get();
                var house = RunningHouse.start(
                        Files.createDirectories(disk.folder().resolve("house")), RunningHouse.GENEROUS)) {
            try (var load = UnderLoad.at(house.url("/"), "full-disk");
                    var uploader = Uploader.arrives(house.url("/"), "127.0.11.3")) {
                String upload = uploader.begins(2_000_000);
                assertThat(uploader.goesOn(upload, 0, 1_000_000).status()).isEqualTo(204);
                Load.Seen seen = load.under("the one disk of a house with SQLite is full for 3 s", () -> {
                    disk.fill();
                    try {
                        isClear(uploader.goesOn(upload, 1_000_000, 1_000_000));
                        isClear(uploader.uploads(3_000_000));
                        TimeUnit.SECONDS.sleep(3);
                        isTold(house);
                    } finally {
                        disk.makeRoom();
                    }
                });
                assertThat(seen.failures()).isNotEmpty().allMatch(failure -> failure.contains(" 503"));
                assertThat(uploader.hasCome(upload)).isEqualTo(1_000_000);
                assertThat(uploader.goesOn(upload, 1_000_000, 1_000_000).status())
                        .isEqualTo(204);
                assertThat(uploader.reads(upload)).hasSize(2_000_000);
                load.nothingIsLost();
            }
            try (Caller operator = new Caller(house.monitorUrl("/"), "")) {
                assertThat(operator.get("/health/ready").status()).isEqualTo(200);
            }
        }
    }

    private static void isClear(Answer refused) {
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isIn("/problems/storage-unavailable", "/problems/unavailable");
        assertThat(refused.header("retry-after")).isPresent();
    }

    /** What an operator sees of it. */
    private static void isTold(RunningHouse house) {
        try (Caller operator = new Caller(house.monitorUrl("/"), "")) {
            Answer ready = operator.get("/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.text())
                    .contains("the disk of the data folder is full")
                    .contains("cannot grow: the disk is full");
            assertThat(operator.get("/metrics").text())
                    .contains("sallyport_database_seconds_count{outcome=\"unavailable\",work=\"write\"");
        }
    }
}

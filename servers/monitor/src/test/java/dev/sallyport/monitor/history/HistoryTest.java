package dev.sallyport.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final long NOW = 29_000_000;

    @TempDir
    private Path folder;

    private final History history = new History();

    private static Map<Series, Double> requests(double number) {
        return Map.of(Series.REQUESTS_GATEWAY, number);
    }

    private float[] requests(long until, int minutes) {
        return history.of(Series.REQUESTS_GATEWAY, until, minutes);
    }

    @Test
    void what_was_noted_stands_at_its_minute_and_the_rest_is_unknown() {
        history.note(NOW - 3, requests(1));
        history.note(NOW - 1, requests(2));
        assertThat(requests(NOW, 5)).containsExactly(Float.NaN, 1, Float.NaN, 2, Float.NaN);
        assertThat(history.of(Series.CPU, NOW, 5)).containsOnly(Float.NaN);
    }

    @Test
    void a_minute_noted_again_is_exchanged_whole() {
        history.note(NOW, Map.of(Series.REQUESTS_GATEWAY, 1.0, Series.CPU, 0.5));
        history.note(NOW, requests(7));
        assertThat(requests(NOW, 1)).containsExactly(7);
        assertThat(history.of(Series.CPU, NOW, 1)).containsExactly(Float.NaN);
    }

    @Test
    void T43_a_day_is_kept_and_no_more_whatever_comes() {
        for (long minute = NOW; minute < NOW + 10 * History.MINUTES; minute++) {
            history.note(minute, requests((double) (minute % 100)));
        }
        long last = NOW + 10 * History.MINUTES - 1;
        assertThat(requests(last, History.MINUTES)).doesNotContain(Float.NaN).hasSize(History.MINUTES);
        assertThat(requests(last - History.MINUTES, 5)).containsOnly(Float.NaN);
    }

    @Test
    void what_an_old_day_left_in_a_place_is_not_taken_for_today() {
        history.note(NOW, requests(9));
        history.note(NOW + History.MINUTES + 5, requests(1));
        assertThat(requests(NOW + History.MINUTES + 5, History.MINUTES))
                .doesNotContain(9)
                .endsWith(1);
    }

    @Test
    void a_clock_that_goes_back_a_little_writes_over_and_one_that_goes_back_far_begins_anew() {
        history.note(NOW, requests(5));
        history.note(NOW - 2, requests(3));
        assertThat(requests(NOW, 3)).containsExactly(3, Float.NaN, 5);
        history.note(NOW - 3 * History.MINUTES, requests(1));
        assertThat(requests(NOW - 3 * History.MINUTES, 2)).containsExactly(Float.NaN, 1);
        assertThat(requests(NOW, 3)).containsOnly(Float.NaN);
    }

    private Path file() {
        return folder.resolve("monitor.history");
    }

    private static History full() {
        var full = new History();
        var chance = new Random(1);
        for (long minute = NOW - History.MINUTES + 1; minute <= NOW; minute++) {
            var all = new EnumMap<Series, Double>(Series.class);
            Arrays.stream(Series.values()).forEach(series -> all.put(series, chance.nextDouble()));
            full.note(minute, all);
        }
        return full;
    }

    @Test
    void it_outlives_a_restart_in_a_file_of_at_most_160_KiB() throws IOException {
        History full = full();
        new HistoryFile(file()).write(full);
        History read = new HistoryFile(file()).read();
        for (Series series : Series.values()) {
            assertThat(read.of(series, NOW, History.MINUTES)).isEqualTo(full.of(series, NOW, History.MINUTES));
        }
        assertThat(Files.size(file())).isLessThan(160 * 1024);
        assertThat(folder).isDirectoryContaining("glob:**/monitor.history").isDirectoryNotContaining("glob:**.fresh");
    }

    @Test
    void a_file_that_is_cut_changed_or_none_of_ours_is_no_history_and_no_failure() throws IOException {
        assertThat(new HistoryFile(file()).read().isEmpty()).isTrue();
        new HistoryFile(file()).write(full());
        byte[] good = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(good, good.length / 2));
        assertThat(new HistoryFile(file()).read().isEmpty()).isTrue();
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 0x55;
        Files.write(file(), changed);
        assertThat(new HistoryFile(file()).read().isEmpty()).isTrue();
        Files.writeString(file(), "something else");
        assertThat(new HistoryFile(file()).read().isEmpty()).isTrue();
    }

    @Test
    void where_it_cannot_be_written_the_old_file_stays() throws IOException {
        new HistoryFile(file()).write(full());
        byte[] before = Files.readAllBytes(file());
        Files.createDirectory(folder.resolve("monitor.history.fresh"));
        new HistoryFile(file()).write(full());
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void nothing_noted_is_nothing_written() {
        var kept = new KeptHistory(new HistoryFile(file()));
        kept.keep();
        assertThat(kept.history().isEmpty()).isTrue();
        kept.keep();
        assertThat(file()).doesNotExist();
        kept.history().note(NOW, requests(1));
        kept.keep();
        assertThat(new KeptHistory(new HistoryFile(file())).history().of(Series.REQUESTS_GATEWAY, NOW, 1))
                .containsExactly(1);
    }
}

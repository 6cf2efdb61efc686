package dev.sallyport.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sallyport.domain.job.Recurring;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When recurring jobs are due. */
class CronScheduleTest {
    private static WorkerConfiguration with(Map<String, String> schedule) {
        return new WorkerConfiguration(8, Map.of(), schedule, Duration.ofSeconds(1), Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        30 3 * * *    | 2026-11-26T12:00:00Z | 2026-11-27T03:30:00Z
        30 3 * * *    | 2026-11-26T03:29:59Z | 2026-11-26T03:30:00Z
        30 3 * * *    | 2026-11-26T03:30:00Z | 2026-11-27T03:30:00Z
        */15 * * * *  | 2026-11-26T12:01:00Z | 2026-11-26T12:15:00Z
        0 0 1 1 *     | 2026-11-26T12:00:00Z | 2027-01-01T00:00:00Z
        0 12 * * 1-5  | 2026-11-27T12:00:00Z | 2026-11-30T12:00:00Z
        30 2 29 2 *   | 2026-11-26T12:00:00Z | 2028-02-29T02:30:00Z
        """)
    void the_next_time_is_later_than_now_and_in_utc(String expression, Instant now, Instant next) {
        assertThat(CronSchedule.of(expression).after(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "60 * * * *", "* * * * * *", "0 0 31 2 *", "nightly"})
    void what_is_no_time_is_a_mistake(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("purge", expression)))
                .withMessageContaining("five fields");
    }

    @Test
    void kinds_have_their_usual_times_unless_others_are_said() {
        Instant now = Instant.parse("2026-11-26T12:01:00Z");
        assertThat(with(Map.of("addresses", "30 3 * * *")).recurring())
                .extracting(Recurring::kind)
                .containsExactlyInAnyOrder("purge", "addresses", "contents", "audit-seal", "audit-purge");
        assertThat(with(Map.of("addresses", "30 3 * * *")).recurring())
                .filteredOn(one -> one.kind().equals("addresses"))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.schedule().after(now)).isEqualTo(Instant.parse("2026-11-27T03:30:00Z")));
        assertThat(with(Map.of()).recurring())
                .filteredOn(one -> one.kind().equals("purge"))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.schedule().after(now)).isEqualTo(Instant.parse("2026-11-26T12:05:00Z")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Map.of("mail", "* * * * *")))
                .withMessageContaining("addresses, audit-purge, audit-seal, contents, purge");
    }
}

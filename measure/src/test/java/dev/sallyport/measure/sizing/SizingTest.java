package dev.sallyport.measure.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sallyport.measure.sizing.Work.Cost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizingTest {
    /** 86,400 who come in a day: each thing that each does once is one a second. */
    private static final String ROUND =
            "--people 864000 --daily 0.1 --sign-ins 1 --join 0 --minutes 10 --access 5 --requests 50"
                    + " --files 3 --service-tokens 7 --peak 2 --busy 0.5 --devices 2 --audit-days 10 --bloat 1.5 --copies 3"
                    + " --person-bytes 1000 --session-bytes 400 --family-bytes 600 --events 2 --event-bytes 500 --redis-keys 3 --redis-bytes 200"
                    + " --primary-writes 10 --full-pages 0 --process-gb 1 --database-gb-per-core 4 --core-hour 0.1 --memory-gb-hour 0.01 --disk-gb-month 1";

    @ParameterizedTest
    @CsvSource({"SIGN_IN, 1, 2", "REFRESH, 2, 4", "SERVICE_TOKEN, 7, 14", "REQUEST, 50, 100", "FILE, 3, 6"})
    void rates_are_what_each_visitor_does_spread_over_a_day(Work work, double average, double peak) {
        assertThat(plan(ROUND).average(work)).isEqualTo(average, within(1e-9));
        assertThat(plan(ROUND).peak(work)).isEqualTo(peak, within(1e-9));
    }

    @Test
    void who_joins_costs_a_sign_in() {
        assertThat(plan(ROUND + " --join 0.1").average(Work.SIGN_IN)).isEqualTo(2, within(1e-9));
    }

    @Test
    void cores_are_the_peak_times_the_cost_and_in_use_for_the_share_that_may_be() {
        Plan plan = free(ROUND + " --cost sign-in.auth=1000000 --cost request.auth=5000 --cost request.gateway=100");
        // 2 × 1 s + 100 × 5 ms
        assertThat(plan.coresUsed(Cost.AUTH)).isEqualTo(2.5, within(1e-9));
        assertThat(plan.cores(Cost.AUTH)).isEqualTo(5);
        // One hundredth of a core; and another that may fail.
        assertThat(plan.coresUsed(Cost.GATEWAY)).isEqualTo(0.01, within(1e-9));
        assertThat(plan.cores(Cost.GATEWAY)).isEqualTo(2);
        assertThat(plan.programCores()).isEqualTo(5 + 2 + 2 + 2 + 2);
    }

    @Test
    void the_database_is_asked_and_written_to_at_the_peak_and_logs_on_the_average() {
        Plan plan = free(ROUND
                + " --cost refresh.trips=3 --cost refresh.writes=5 --cost sign-in.writes=0.5 --cost refresh.wal=1000");
        assertThat(plan.atPeak(Cost.TRIPS)).isEqualTo(12, within(1e-9));
        assertThat(plan.atPeak(Cost.WRITES)).isEqualTo(21, within(1e-9));
        assertThat(plan.primaries()).isEqualTo(3);
        assertThat(plan.walADayGb()).isEqualTo(2 * 86_400 * 1_000 / 1e9, within(1e-9));
        assertThat(plan.walAtPeakMb()).isEqualTo(4 * 1_000 / 1e6, within(1e-9));
    }

    @Test
    void pages_go_into_the_log_whole_for_the_share_of_writes_that_is_said() {
        Plan plan = free(ROUND + " --full-pages 0.5 --cost refresh.writes=5 --cost refresh.wal=1000");
        assertThat(plan.walAtPeakMb()).isEqualTo(4 * (1_000 + 5 * 0.5 * 8_192) / 1e6, within(1e-9));
    }

    @Test
    void storage_is_rows_times_bytes() {
        Plan plan = plan(ROUND);
        assertThat(plan.peopleGb()).isEqualTo(0.864, within(1e-9));
        assertThat(plan.sessionsGb()).isEqualTo(0.864 * 2 * 1.5, within(1e-9));
        assertThat(plan.eventsADayGb()).isEqualTo(0.0864, within(1e-9));
        assertThat(plan.eventsGb()).isEqualTo(0.864, within(1e-9));
        assertThat(plan.databaseGb()).isEqualTo(0.864 * 5, within(1e-9));
        assertThat(plan(ROUND + " --join 0.5").growthADayGb()).isEqualTo(0.864 * 2, within(1e-9));
        // 600 come in ten minutes, twice as many at the peak; three keys of 200 bytes each.
        assertThat(plan.redisGb()).isEqualTo(1_200 * 600 / 1e9, within(1e-12));
    }

    @Test
    void money_is_for_cores_memory_and_disk() {
        Plan plan = free(ROUND);
        // Two of each of the five roles; a primary and a replica of two.
        assertThat(plan.coresAMonth()).isEqualTo(14 * 730 * 0.1, within(1e-6));
        assertThat(plan.memoryAMonth()).isEqualTo((10 * 1 + 4 * 4 + 0.00072) * 730 * 0.01, within(1e-6));
        assertThat(plan.diskAMonth()).isEqualTo(0.864 * 5 * 3, within(1e-6));
        assertThat(plan.costOfAMillionAMonth())
                .isEqualTo((plan.coresAMonth() + plan.memoryAMonth() + plan.diskAMonth()) / 0.864, within(1e-6));
    }

    @Test
    void a_hundred_times_the_people_are_a_hundred_times_the_work() {
        Plan few = plan("--people 1000000 --service-tokens 0");
        Plan many = plan("--people 100000000 --service-tokens 0");
        for (Cost role : Cost.ROLES) {
            assertThat(many.coresUsed(role)).isEqualTo(100 * few.coresUsed(role), within(1e-6));
        }
        assertThat(many.databaseGb()).isEqualTo(100 * few.databaseGb(), within(1e-6));
        assertThat(many.costOfAMillionAMonth()).isLessThan(few.costOfAMillionAMonth());
    }

    @Test
    void every_work_costs_what_was_measured() {
        for (Work work : Work.values()) {
            assertThat(Cost.GATEWAY.of(work)).as(work.plural()).isPositive();
            assertThat(Cost.DATABASE.of(work)).as(work.plural()).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--peeple 1",
                "--people",
                "--people many",
                "--people 0",
                "--busy 0",
                "--daily -1",
                "--cost sign-in.auth",
                "--cost sign-in.nobody=3",
                "--cost sign-in.auth=x",
                "--cost",
                "1000"
            })
    void what_is_not_understood_is_named(String line) {
        assertThat(Order.read(List.of(line.split(" "))))
                .isInstanceOfSatisfying(
                        Order.Bad.class, bad -> assertThat(bad.reason()).contains(line.split(" ")[0]));
    }

    @Test
    void help_names_every_option_and_wins() {
        assertThat(Order.read(List.of("--people", "many", "--help"))).isEqualTo(new Order.Help());
        assertThat(Sheet.help())
                .contains(Stream.of(Input.values()).map(Input::option).toList());
        assertThat(Sheet.help()).contains("sign-in.auth=", "file.wal=");
    }

    @Test
    void the_sheet_has_rates_cores_and_money() {
        assertThat(Sheet.of(free(ROUND + " --cost sign-in.auth=1000000")).lines())
                .contains(
                        "864000 accounts, 86400 come in a day",
                        "password sign-ins                         1              2",
                        "auth                                      2              4",
                        "together                               4.32");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0          | 0
        0.00123456 | 0.00123
        1.5        | 1.5
        99.96      | 100
        1234567.8  | 1,234,568
        """)
    void numbers_show_three_digits_that_count(double value, String text) {
        assertThat(Sheet.number(value)).isEqualTo(text);
    }

    private static Plan plan(String line) {
        return ((Order.Calculate) Order.read(List.of(line.split(" ")))).plan();
    }

    /** Where no work costs anything but what the line says. */
    private static Plan free(String line) {
        Map<String, Double> costs = new HashMap<>();
        for (Work work : Work.values()) {
            Stream.of(Cost.values()).forEach(cost -> costs.put(work.option(cost), 0.0));
        }
        costs.putAll(plan(line).costs());
        return new Plan(plan(line).inputs(), costs);
    }
}

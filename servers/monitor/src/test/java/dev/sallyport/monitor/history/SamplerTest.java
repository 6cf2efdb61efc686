package dev.sallyport.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final long MINUTE = 29_000_000;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final History history = new History();
    private Instant now = Instant.ofEpochSecond(MINUTE * 60);
    private final Instant begun = now;
    private int level;
    private final Sampler sampler = new Sampler(
            meters, history, () -> now, () -> Duration.between(begun, now).toNanos(), () -> level);

    private Timer requests(String server, int status) {
        return Timer.builder("sallyport.requests")
                .tag("server", server)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(100))
                .register(meters);
    }

    private void later(int seconds) {
        now = now.plusSeconds(seconds);
        sampler.look();
    }

    private float at(Series series, long minute) {
        return history.of(series, minute, 1)[0];
    }

    private void happen(Timer timer, int times, int millis) {
        for (int i = 0; i < times; i++) {
            timer.record(Duration.ofMillis(millis));
        }
    }

    @Test
    void rates_are_of_the_time_that_has_passed_and_errors_are_told_apart() {
        happen(requests("gateway", 200), 1_000, 5);
        sampler.look();
        assertThat(history.isEmpty()).isTrue();
        happen(requests("gateway", 200), 90, 5);
        happen(requests("gateway", 503), 10, 5);
        happen(requests("auth", 200), 20, 5);
        later(10);
        assertThat(at(Series.REQUESTS_GATEWAY, MINUTE)).isCloseTo(10, within(0.001f));
        assertThat(at(Series.ERRORS_GATEWAY, MINUTE)).isCloseTo(60, within(0.001f));
        assertThat(at(Series.REQUESTS_AUTH, MINUTE)).isCloseTo(2, within(0.001f));
        assertThat(at(Series.REQUESTS_FILES, MINUTE)).isNaN();
        later(10);
        assertThat(at(Series.REQUESTS_GATEWAY, MINUTE)).isCloseTo(5, within(0.001f));
    }

    @Test
    void nothing_is_lost_between_two_minutes() {
        Counter tokens = Counter.builder("sallyport.tokens").register(meters);
        later(5);
        later(50);
        tokens.increment(120);
        later(10);
        assertThat(at(Series.TOKENS, MINUTE)).isZero();
        assertThat(at(Series.TOKENS, MINUTE + 1)).isCloseTo(12, within(0.001f));
        later(50);
        assertThat(at(Series.TOKENS, MINUTE + 1)).isCloseTo(2, within(0.001f));
    }

    @Test
    void times_are_of_this_minute_and_of_the_door() {
        Timer door = requests("gateway", 200);
        happen(door, 10_000, 90);
        sampler.look();
        happen(door, 98, 5);
        happen(door, 2, 15);
        happen(requests("auth", 200), 1_000, 90);
        later(10);
        // 98 of 100 lie evenly up to 10 ms, so half of them took up to 50/98 of that; the 99th is half way from 10 to
        // 20.
        assertThat(at(Series.MEDIAN, MINUTE)).isCloseTo(0.005_1f, within(0.000_1f));
        assertThat(at(Series.P99, MINUTE)).isCloseTo(0.015f, within(0.000_1f));
        later(60);
        assertThat(at(Series.P99, MINUTE + 1)).isNaN();
    }

    @Test
    void what_is_slower_than_every_bound_is_told_as_the_last() {
        Timer door = requests("gateway", 200);
        sampler.look();
        happen(door, 10, 5_000);
        later(10);
        assertThat(at(Series.P99, MINUTE)).isCloseTo(0.1f, within(0.000_1f));
    }

    @Test
    void sign_ins_count_by_the_minute_and_the_checks_by_what_they_said() {
        Counter failed =
                Counter.builder("sallyport.sign.ins").tag("outcome", "failed").register(meters);
        sampler.look();
        failed.increment(5);
        level = 2;
        later(30);
        assertThat(at(Series.SIGN_IN_FAILED, MINUTE)).isCloseTo(10, within(0.001f));
        assertThat(at(Series.STATE, MINUTE)).isEqualTo(2);
    }
}

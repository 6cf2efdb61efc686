package dev.sallyport.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockWatchTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant wall = Instant.parse("2026-11-26T10:00:00Z");
    private long nanos = 1;
    private Optional<Duration> databaseAhead = Optional.empty();
    private Duration answersIn = Duration.ZERO;
    private final ClockWatch watch = new ClockWatch(() -> wall, () -> nanos, this::database, meters);

    private Optional<Instant> database() {
        Optional<Instant> theirs = databaseAhead.map(wall::plus);
        wall = wall.plus(answersIn);
        nanos += answersIn.toNanos();
        return theirs;
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
        watch.look();
    }

    @Test
    void a_clock_that_goes_its_way_is_believed() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(10));
            wall = wall.plusMillis(5);
        }
        assertThat(watch.trouble()).isEmpty();
        assertThat(meters.counter("sallyport.clock.jumps").count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"3600, forward by 60 min", "-30, back by 30.0 s"})
    void a_clock_that_is_set_is_told_of_for_a_quarter_of_an_hour(long seconds, String told) {
        pass(Duration.ofSeconds(10));
        wall = wall.plusSeconds(seconds);
        pass(Duration.ofSeconds(10));
        assertThat(watch.trouble().orElseThrow()).contains(told);
        assertThat(meters.counter("sallyport.clock.jumps").count()).isOne();
        pass(Duration.ofMinutes(14));
        assertThat(watch.trouble()).isPresent();
        pass(Duration.ofMinutes(1));
        assertThat(watch.trouble()).isEmpty();
    }

    @Test
    void a_database_of_another_time_is_told_of_and_a_slow_answer_is_not() {
        databaseAhead = Optional.of(Duration.ofSeconds(1));
        answersIn = Duration.ofSeconds(6);
        pass(Duration.ofSeconds(10));
        assertThat(watch.trouble()).isEmpty();
        answersIn = Duration.ZERO;
        databaseAhead = Optional.of(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(10));
        assertThat(watch.trouble().orElseThrow()).contains("20.0 s behind the database's");
        assertThat(meters.get("sallyport.clock.skew").gauge().value()).isEqualTo(-20);
        databaseAhead = Optional.of(Duration.ofMinutes(-10));
        pass(Duration.ofSeconds(10));
        assertThat(watch.trouble().orElseThrow()).contains("10 min ahead of the database's");
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for origins that take no connection, and for how long. */
class AbsenceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Absence absence = new Absence("r", PATIENCE, meters);
    private long now = Duration.ofHours(1).toNanos();

    private Optional<Duration> met() {
        return absence.met(now, true, 0);
    }

    private void later(Duration by) {
        now += by.toNanos();
    }

    private double waiting() {
        return meters.get("sallyport.origin.waiting").gauge().value();
    }

    @Test
    void who_meets_nobody_waits_and_tries_again() {
        assertThat(met()).contains(Absence.PAUSE);
        assertThat(waiting()).isEqualTo(1);
        later(Absence.PAUSE);
        assertThat(absence.goesOn(now)).isTrue();
        assertThat(waiting()).isZero();
        assertThat(met()).as("refused again").isPresent();
        assertThat(meters.get("sallyport.origin.waits").counter().count()).isEqualTo(2);
    }

    @Test
    void one_tries_at_a_time_and_all_go_on_once_it_is_over() {
        for (int i = 0; i < 3; i++) {
            assertThat(met()).isPresent();
        }
        assertThat(absence.goesOn(now)).as("it was seen just now").isFalse();
        later(Absence.PAUSE);
        assertThat(absence.goesOn(now)).isTrue();
        assertThat(absence.goesOn(now)).as("another is trying").isFalse();
        later(Duration.ofMillis(999));
        assertThat(absence.goesOn(now)).as("and still is").isFalse();
        absence.ended();
        assertThat(absence.goesOn(now)).isTrue();
        assertThat(absence.goesOn(now)).isTrue();
        assertThat(waiting()).isZero();
    }

    @Test
    void who_tries_and_hears_nothing_holds_nobody_up() {
        assertThat(met()).isPresent();
        assertThat(met()).isPresent();
        later(Absence.PAUSE);
        assertThat(absence.goesOn(now)).isTrue();
        later(Duration.ofSeconds(1));
        assertThat(absence.goesOn(now)).isTrue();
    }

    @Test
    void not_all_look_again_in_the_same_moment() {
        assertThat(IntStream.range(0, 8)
                        .mapToObj(turn -> absence.met(now, true, turn).orElseThrow())
                        .distinct())
                .hasSize(8)
                .allMatch(pause -> pause.toMillis() >= 100 && pause.toMillis() <= 250);
    }

    /** Asks as one request does, until it is told to wait no more; how long that took. */
    private Duration asks() {
        long begun = now;
        for (Optional<Duration> pause = met(); pause.isPresent(); pause = met()) {
            later(pause.get());
            while (!absence.goesOn(now)) {
                later(pause.get());
            }
        }
        return Duration.ofNanos(now - begun);
    }

    @Test
    void a_dead_one_makes_requests_wait_once_and_no_more_until_it_was_reached() {
        assertThat(asks()).isBetween(PATIENCE, PATIENCE.plus(Duration.ofMillis(300)));
        for (int i = 0; i < 5; i++) {
            later(Duration.ofMinutes(i));
            assertThat(asks()).as("at once").isZero();
        }
        absence.ended();
        assertThat(asks()).as("it was there in between").isGreaterThanOrEqualTo(PATIENCE);
    }

    @Test
    void who_comes_late_waits_for_what_is_left() {
        assertThat(met()).isPresent();
        later(Duration.ofSeconds(3));
        assertThat(asks()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_300));
    }

    @Test
    void where_nobody_asked_for_long_nobody_knows_that_it_lasted() {
        assertThat(met()).isPresent();
        absence.left();
        later(Duration.ofHours(1));
        assertThat(asks()).isGreaterThanOrEqualTo(PATIENCE);
    }

    @Test
    void T43_so_many_wait_and_no_more() {
        for (int i = 0; i < Absence.MOST; i++) {
            assertThat(met()).isPresent();
        }
        assertThat(met()).isEmpty();
        absence.left();
        assertThat(met()).as("one client went away").isPresent();
        assertThat(met()).isEmpty();
        assertThat(waiting()).isEqualTo(Absence.MOST);
    }

    @Test
    void without_patience_nobody_waits() {
        assertThat(new Absence("s", Duration.ZERO, meters).met(now, true, 0)).isEmpty();
    }
}

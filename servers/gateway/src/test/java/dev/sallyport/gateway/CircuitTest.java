package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Circuit circuit = new Circuit();

    @Test
    void one_proven_failure_or_three_others_in_a_row_put_an_origin_out() {
        assertThat(circuit.failed(false, true, 0)).isFalse();
        assertThat(circuit.failed(false, true, 0)).isFalse();
        assertThat(circuit.answered()).as("it was never out").isFalse();
        assertThat(circuit.failed(false, true, 0)).isFalse();
        assertThat(circuit.failed(false, true, 0)).isFalse();
        assertThat(circuit.failed(false, true, 0)).isTrue();
        assertThat(circuit.isOut()).isTrue();
        assertThat(new Circuit().failed(true, true, 0)).isTrue();
    }

    @Test
    void one_request_tries_it_again_after_a_while_that_doubles_up_to_a_minute() {
        circuit.failed(true, true, 0);
        long now = 0;
        for (long rest : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(circuit.admits(now + rest * SECOND - 1))
                    .as("within %s s", rest)
                    .isFalse();
            now += rest * SECOND;
            assertThat(circuit.admits(now)).as("after %s s", rest).isTrue();
            circuit.enter(now);
            assertThat(circuit.admits(now)).as("while it is tried").isFalse();
            assertThat(circuit.failed(true, true, now)).as("it was out before").isFalse();
        }
        now += 60 * SECOND;
        circuit.enter(now);
        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.admits(now)).isTrue();
        circuit.failed(true, true, now);
        assertThat(circuit.admits(now + SECOND)).as("it begins anew").isTrue();
    }

    @Test
    void what_was_under_way_when_it_went_out_does_not_keep_it_out_longer() {
        circuit.failed(true, true, 0);
        for (int i = 0; i < 100; i++) {
            circuit.failed(true, true, SECOND / 2);
        }
        assertThat(circuit.admits(SECOND)).isTrue();
    }

    @Test
    void a_trial_of_which_nothing_is_heard_gives_way_to_another() {
        circuit.failed(true, true, 0);
        circuit.enter(SECOND);
        assertThat(circuit.admits(2 * SECOND - 1)).isFalse();
        assertThat(circuit.admits(2 * SECOND)).isTrue();
    }

    @Test
    void where_it_may_not_go_out_it_stays() {
        for (int i = 0; i < 10; i++) {
            assertThat(circuit.failed(true, false, 0)).isFalse();
        }
        assertThat(circuit.admits(0)).isTrue();
        assertThat(circuit.failed(false, true, 0)).as("it may go now").isTrue();
    }
}

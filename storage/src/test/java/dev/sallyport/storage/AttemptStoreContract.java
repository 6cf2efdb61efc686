package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptStore.Begun;
import dev.sallyport.domain.attempt.AttemptStore.Failed;
import dev.sallyport.domain.attempt.AttemptStore.Succeeded;
import dev.sallyport.domain.attempt.AttemptTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What every store that counts failed sign-ins does. */
abstract class AttemptStoreContract extends StoreContract {
    static final AttemptKey KEY = new AttemptKey("a keyed digest");
    static final AttemptPolicy POLICY = new AttemptPolicy(3, Duration.ofHours(12));
    static final Instant END = NOW.plus(POLICY.suspend());

    AttemptStore attempts() {
        return stores().attempts();
    }

    Begun begin(Instant now) {
        return attempts().begin(KEY, POLICY, now);
    }

    private Failed fail(Instant now) {
        assertThat(begin(now)).isEqualTo(new Begun.Judge());
        return attempts().fail(KEY, POLICY, now);
    }

    void suspend() {
        assertThat(fail(NOW)).isEqualTo(new Failed.Counted(1));
        assertThat(fail(NOW)).isEqualTo(new Failed.Counted(2));
        assertThat(fail(NOW)).isEqualTo(new Failed.NowSuspended(END));
    }

    @Test
    void L28_the_failure_that_reaches_the_limit_suspends_up_to_its_end() {
        suspend();
        assertThat(begin(END.minusMillis(1))).isEqualTo(new Begun.Suspended(END));
        assertThat(begin(END)).isEqualTo(new Begun.Judge());
        assertThat(attempts().fail(KEY, POLICY, END)).isEqualTo(new Failed.Counted(1));
    }

    @Test
    void keys_are_told_apart_byte_by_byte() {
        suspend();
        assertThat(attempts().begin(new AttemptKey("A keyed digest"), POLICY, NOW))
                .isEqualTo(new Begun.Judge());
        assertThat(attempts().begin(new AttemptKey("a keyed digest "), POLICY, NOW))
                .isEqualTo(new Begun.Judge());
    }

    @Test
    void T22_attempts_in_judgement_take_the_places_that_are_left() {
        fail(NOW);
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(begin(NOW)).isInstanceOf(Begun.Crowded.class);
        attempts().giveBack(KEY);
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
    }

    @Test
    void an_attempt_too_long_in_judgement_counts_as_failed() {
        for (int i = 0; i < POLICY.failures(); i++) {
            begin(NOW);
        }
        Instant late = NOW.plus(AttemptPolicy.JUDGEMENT);
        assertThat(begin(late.minusMillis(1))).isInstanceOf(Begun.Crowded.class);
        assertThat(begin(late)).isEqualTo(new Begun.Suspended(late.plus(POLICY.suspend())));
    }

    @Test
    void a_success_forgets_failures_and_lifts_no_suspension() {
        fail(NOW);
        fail(NOW);
        begin(NOW);
        attempts().succeed(KEY, POLICY, NOW);
        assertThat(fail(NOW)).isEqualTo(new Failed.Counted(1));
        fail(NOW);
        fail(NOW);
        attempts().succeed(KEY, POLICY, NOW);
        assertThat(begin(NOW)).isEqualTo(new Begun.Suspended(END));
    }

    @Test
    void T14_a_suspension_is_lifted_once_and_what_never_failed_has_nothing_to_lift() {
        assertThat(attempts().clear(KEY)).isFalse();
        suspend();
        assertThat(attempts().clear(KEY)).isTrue();
        assertThat(attempts().clear(KEY)).isFalse();
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
    }

    @Test
    void giving_back_and_succeeding_without_a_beginning_change_nothing() {
        attempts().giveBack(KEY);
        attempts().succeed(KEY, POLICY, NOW);
        assertThat(attempts().clear(KEY)).isFalse();
        assertThat(attempts().purge(END, 10)).isZero();
    }

    @Test
    void what_no_longer_matters_is_purged_in_steps_and_a_suspension_not_before_its_end() {
        suspend();
        attempts().begin(new AttemptKey("other"), POLICY, NOW);
        attempts().fail(new AttemptKey("other"), POLICY, NOW);
        Instant last = END.plus(AttemptPolicy.JUDGEMENT);
        assertThat(attempts().purge(END.minusMillis(1), 10)).isZero();
        assertThat(begin(END.minusMillis(1))).isInstanceOf(Begun.Suspended.class);
        assertThat(attempts().purge(last, 1)).isOne();
        assertThat(attempts().purge(last, 10)).isOne();
        assertThat(attempts().purge(last, 10)).isZero();
    }

    @Test
    void T22_an_attempt_that_ends_without_a_place_needs_a_free_one() {
        assertThat(attempts().fail(KEY, POLICY, NOW)).isEqualTo(new Failed.Counted(1));
        assertThat(attempts().succeed(KEY, POLICY, NOW)).isEqualTo(new Succeeded.Holds());
        suspend();
        assertThat(attempts().fail(KEY, POLICY, NOW)).isEqualTo(new Failed.NoPlace());
        assertThat(attempts().succeed(KEY, POLICY, NOW)).isEqualTo(new Succeeded.NoPlace());
        assertThat(begin(NOW)).isEqualTo(new Begun.Suspended(END));
    }

    @Test
    void what_is_counted_can_be_read_and_reading_changes_nothing() {
        assertThat(attempts().read(KEY)).isEqualTo(AttemptTally.EMPTY);
        fail(NOW);
        assertThat(attempts().read(KEY).failures()).isOne();
        assertThat(attempts().read(KEY).suspendedUntil()).isEmpty();
        fail(NOW);
        fail(NOW);
        assertThat(attempts().read(KEY).suspendedUntil()).contains(END);
    }

    @Test
    void T22_parallel_guesses_do_not_slip_under_the_limit() throws Exception {
        var begun = Race.of(i -> begin(NOW));
        assertThat(begun).filteredOn(new Begun.Judge()::equals).hasSize(POLICY.failures());
        var failed = new ArrayList<Failed>();
        for (int i = 0; i < POLICY.failures(); i++) {
            failed.add(attempts().fail(KEY, POLICY, NOW));
        }
        assertThat(failed).filteredOn(Failed.NowSuspended.class::isInstance).hasSize(1);
        assertThat(begin(NOW.plusSeconds(60))).isEqualTo(new Begun.Suspended(END));
    }

    @Test
    void T13_one_of_a_hundred_failures_suspends_and_one_of_a_hundred_lifts_it() throws Exception {
        var failed = Race.of(i -> attempts().fail(KEY, POLICY, NOW));
        assertThat(failed).filteredOn(Failed.NowSuspended.class::isInstance).hasSize(1);
        assertThat(Race.wins(i -> attempts().clear(KEY))).isOne();
    }
}

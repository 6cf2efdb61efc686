package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.JobStore.Depth;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every queue of jobs does. */
abstract class JobStoreContract extends StoreContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Instant END = NOW.plus(LEASE);

    private JobStore jobs() {
        return stores().jobs();
    }

    private static Job job(String kind, Optional<String> key, Instant due) {
        var payload = Map.of("to", "ada@example.org", "text", "a \"line\"\nand 🗝");
        return new Job(UUID.randomUUID(), kind, key, payload, 0, due, NOW, Optional.empty());
    }

    private Job added(Instant due) {
        Job job = job("mail", Optional.empty(), due);
        assertThat(jobs().add(job)).isTrue();
        return job;
    }

    private Job claimed(Instant now) {
        List<Job> claimed = jobs().claim(now, LEASE, 10);
        assertThat(claimed).hasSize(1);
        return claimed.getFirst();
    }

    private static Job begun(Job j, int tries, Instant due, Optional<String> error) {
        return new Job(j.id(), j.kind(), j.key(), j.payload(), tries, due, j.created(), error);
    }

    @Test
    void a_job_is_claimed_as_it_was_added_at_its_due_time_and_not_before() {
        Job job = added(NOW);
        assertThat(jobs().claim(NOW.minusMillis(1), LEASE, 10)).isEmpty();
        assertThat(jobs().claim(NOW, LEASE, 10)).containsExactly(begun(job, 1, NOW, Optional.empty()));
        assertThat(jobs().claim(NOW, LEASE, 10)).isEmpty();
    }

    @Test
    void a_job_knows_the_trace_in_whose_course_it_was_added() {
        Tracing tracing = Tracing.idsOnly(new SplittableRandom(5)::nextLong, () -> NOW, () -> 0);
        Span span = tracing.begin(Span.Kind.SERVER, "", Optional.empty());
        span.carries(() -> added(NOW));
        Job claimed = claimed(NOW);
        assertThat(claimed.trace()).contains(span.context().toField());
        assertThat(jobs().retry(claimed, "busy", END)).isTrue();
        assertThat(claimed(END).trace()).contains(span.context().toField());
    }

    @Test
    void jobs_are_claimed_earliest_first_and_no_more_than_asked_for() {
        Job third = added(NOW.minusSeconds(1));
        Job first = added(NOW.minusSeconds(3));
        Job second = added(NOW.minusSeconds(2));
        added(NOW.plusMillis(1));
        assertThat(jobs().claim(NOW, LEASE, 2)).extracting(Job::id).containsExactly(first.id(), second.id());
        assertThat(jobs().claim(NOW, LEASE, 2)).extracting(Job::id).containsExactly(third.id());
    }

    @Test
    void work_of_one_kind_and_key_waits_once_until_it_is_begun() {
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isTrue();
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isFalse();
        assertThat(jobs().add(job("mail", Optional.of("Ada"), NOW))).isTrue();
        assertThat(jobs().add(job("Mail", Optional.of("ada"), NOW))).isTrue();
        assertThat(jobs().add(job("mail", Optional.empty(), NOW))).isTrue();
        assertThat(jobs().add(job("mail", Optional.empty(), NOW))).isTrue();
        assertThat(jobs().claim(NOW, LEASE, 10)).hasSize(5);
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isTrue();
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isFalse();
    }

    @Test
    void a_keyed_job_that_comes_back_waits_under_its_key_unless_the_same_work_was_added_meanwhile() {
        jobs().add(job("mail", Optional.of("ada"), NOW));
        assertThat(jobs().retry(claimed(NOW), "busy", END)).isTrue();
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isFalse();
        Job again = claimed(END);
        jobs().add(job("mail", Optional.of("ada"), END));
        assertThat(jobs().release(again, END)).isTrue();
        assertThat(jobs().claim(END, LEASE, 10)).hasSize(2);
    }

    @Test
    void T49_a_lease_that_ran_out_makes_the_job_due_again_and_not_a_moment_before() {
        added(NOW);
        Job first = claimed(NOW);
        assertThat(jobs().claim(END.minusMillis(1), LEASE, 10)).isEmpty();
        Job second = claimed(END);
        assertThat(second).isEqualTo(begun(first, 2, NOW, Optional.empty()));
    }

    @Test
    void a_renewed_lease_lasts_until_its_new_end() {
        added(NOW);
        Job job = claimed(NOW);
        assertThat(jobs().renew(job, END.plusSeconds(1))).isTrue();
        assertThat(jobs().claim(END, LEASE, 10)).isEmpty();
        assertThat(claimed(END.plusSeconds(1)).tries()).isEqualTo(2);
    }

    @Test
    void a_released_job_is_due_when_it_was_said_and_its_claim_does_not_count() {
        added(NOW);
        Job job = claimed(NOW);
        assertThat(jobs().release(job, END)).isTrue();
        assertThat(jobs().claim(END.minusMillis(1), LEASE, 10)).isEmpty();
        assertThat(claimed(END)).isEqualTo(begun(job, 1, END, Optional.empty()));
    }

    @Test
    void a_job_that_is_done_leaves_the_queue() {
        added(NOW);
        Job job = claimed(NOW);
        assertThat(jobs().done(job)).isTrue();
        assertThat(jobs().done(job)).isFalse();
        assertThat(jobs().depth(END)).isEqualTo(new Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void a_job_that_failed_is_due_again_and_says_why() {
        added(NOW);
        Job job = claimed(NOW);
        Instant later = END.plusSeconds(5);
        assertThat(jobs().retry(job, "the relay is 'busy' 🗝", later)).isTrue();
        assertThat(jobs().claim(later.minusMillis(1), LEASE, 10)).isEmpty();
        assertThat(claimed(later)).isEqualTo(begun(job, 2, later, Optional.of("the relay is 'busy' 🗝")));
    }

    @Test
    void a_buried_job_stays_untried_until_it_is_purged() {
        for (int i = 0; i < 3; i++) {
            added(NOW);
        }
        for (Job job : jobs().claim(NOW, LEASE, 10)) {
            assertThat(jobs().bury(job, "hopeless", NOW)).isTrue();
            assertThat(jobs().bury(job, "hopeless", NOW)).isFalse();
            assertThat(jobs().done(job)).isFalse();
        }
        assertThat(jobs().claim(END, LEASE, 10)).isEmpty();
        assertThat(jobs().depth(END)).isEqualTo(new Depth(0, 0, 3, Duration.ZERO));
        assertThat(jobs().purge(NOW, 10)).isZero();
        assertThat(jobs().purge(NOW.plusMillis(1), 2)).isEqualTo(2);
        assertThat(jobs().purge(NOW.plusMillis(1), 2)).isOne();
        assertThat(jobs().depth(END)).isEqualTo(new Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void a_buried_job_keeps_nobody_from_adding_the_same_work() {
        jobs().add(job("mail", Optional.of("ada"), NOW));
        jobs().bury(claimed(NOW), "hopeless", NOW);
        assertThat(jobs().add(job("mail", Optional.of("ada"), NOW))).isTrue();
    }

    @Test
    void T14_T49_a_worker_that_lost_its_lease_settles_nothing() {
        added(NOW);
        Job lost = claimed(NOW);
        Job held = claimed(END);
        assertThat(jobs().renew(lost, END)).isFalse();
        assertThat(jobs().release(lost, END)).isFalse();
        assertThat(jobs().retry(lost, "late", END)).isFalse();
        assertThat(jobs().bury(lost, "late", END)).isFalse();
        assertThat(jobs().done(lost)).isFalse();
        assertThat(jobs().claim(END.plus(LEASE).minusMillis(1), LEASE, 10)).isEmpty();
        assertThat(jobs().done(held)).isTrue();
    }

    @Test
    void of_a_job_that_never_was_nothing_is_settled() {
        Job never = job("mail", Optional.empty(), NOW);
        assertThat(jobs().renew(never, END)).isFalse();
        assertThat(jobs().release(never, END)).isFalse();
        assertThat(jobs().retry(never, "", END)).isFalse();
        assertThat(jobs().bury(never, "", END)).isFalse();
        assertThat(jobs().done(never)).isFalse();
    }

    @Test
    void the_depth_tells_what_is_due_later_and_given_up_and_the_age_of_the_oldest() {
        assertThat(jobs().depth(NOW)).isEqualTo(new Depth(0, 0, 0, Duration.ZERO));
        added(NOW.minusSeconds(7));
        added(NOW);
        added(NOW.plusMillis(1));
        assertThat(jobs().depth(NOW)).isEqualTo(new Depth(2, 1, 0, Duration.ofSeconds(7)));
        jobs().claim(NOW, LEASE, 1);
        assertThat(jobs().depth(NOW)).isEqualTo(new Depth(2, 1, 0, Duration.ofSeconds(7)));
    }

    @Test
    void T13_a_job_goes_to_one_worker() throws Exception {
        for (int i = 0; i < 20; i++) {
            added(NOW);
        }
        var claimed = Race.of(i -> jobs().claim(NOW, LEASE, 3));
        assertThat(claimed.stream().flatMap(List::stream).map(Job::id))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void T13_one_of_a_hundred_adds_work_under_a_key_and_one_settles_it() throws Exception {
        assertThat(Race.wins(i -> jobs().add(job("mail", Optional.of("ada"), NOW))))
                .isOne();
        Job first = claimed(NOW);
        assertThat(Race.wins(i -> jobs().release(first, NOW))).isOne();
        Job second = claimed(NOW);
        assertThat(Race.wins(i -> jobs().done(second))).isOne();
        added(NOW);
        Job third = claimed(NOW);
        assertThat(Race.wins(i -> jobs().bury(third, "hopeless", NOW))).isOne();
    }

    @Test
    void T49_what_waits_for_another_try_is_nobodys_and_its_lease_cannot_be_renewed() {
        added(NOW);
        Job held = claimed(NOW);
        assertThat(jobs().renew(held, END)).isTrue();
        assertThat(jobs().retry(held, "not now", NOW.plusSeconds(5))).isTrue();
        assertThat(jobs().renew(held, END)).isFalse();
        assertThat(jobs().claim(NOW.plusSeconds(5), LEASE, 10)).hasSize(1);
    }
}

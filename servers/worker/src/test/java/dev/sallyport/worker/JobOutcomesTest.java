package dev.sallyport.worker;

import static dev.sallyport.worker.TestQueue.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.job.Recurring;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.domain.page.Slice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job that was run: it is done, waits, comes again or is buried. */
class JobOutcomesTest {
    @TempDir
    Path folder;

    private TestQueue queue;

    @BeforeEach
    void open() {
        queue = new TestQueue(folder);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void T49_a_failing_job_backs_off_and_is_buried_with_its_reason() throws Exception {
        RunJob run = queue.run(
                Map.of("mail", job -> {
                    throw new IllegalStateException("no\r\nFORGED line \u2028 \u0085");
                }),
                6);
        queue.add("mail");
        var waits = new ArrayList<Duration>();
        RunJob.Ran last = run.run(queue.claimed());
        while (last instanceof RunJob.Ran.Again(String error, Instant due)) {
            assertThat(error).isEqualTo("IllegalStateException: no  FORGED line    ");
            waits.add(Duration.between(queue.now, due));
            queue.now = due;
            last = run.run(queue.claimed());
        }
        assertThat(waits).hasSize(5);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween(Duration.ofSeconds(1L << i), Duration.ofSeconds(2L << i));
        }
        assertThat(last).isInstanceOf(RunJob.Ran.Buried.class);
        assertThat(queue.jobs.depth(queue.now)).isEqualTo(new JobStore.Depth(0, 0, 1, Duration.ZERO));
        queue.pass(Duration.ofDays(30));
        assertThat(queue.jobs.claim(queue.now, LEASE, 10)).isEmpty();
        assertThat(queue.jobs.purge(queue.now.minus(Duration.ofDays(31)), 10)).isZero();
        assertThat(queue.jobs.purge(queue.now, 10)).isOne();
    }

    @Test
    void T49_a_job_that_kills_its_worker_each_time_is_buried_in_the_end() {
        queue.add("mail");
        for (int i = 0; i < 3; i++) {
            queue.claimed();
            queue.pass(LEASE);
        }
        var ran = queue.run(Map.of("mail", job -> new Result.Done()), 3).run(queue.claimed());
        assertThat(ran).isEqualTo(new RunJob.Ran.Buried("begun 3 times without an end; no error known"));
    }

    @Test
    void T49_a_job_of_an_unknown_kind_waits_for_a_worker_that_knows_it_however_long() {
        queue.add("newer");
        for (int i = 0; i < 100; i++) {
            assertThat(queue.run(Map.of(), 3).run(queue.claimed())).isInstanceOf(RunJob.Ran.Waits.class);
            queue.pass(Duration.ofHours(1));
        }
        Job job = queue.claimed();
        assertThat(job.tries()).isOne();
        assertThat(queue.run(Map.of("newer", known -> new Result.Done()), 3).run(job))
                .isEqualTo(new RunJob.Ran.Done());
    }

    @Test
    void T49_a_worker_that_lost_its_lease_settles_nothing_whatever_came_of_its_work() {
        queue.add("mail");
        Job first = queue.claimed();
        queue.pass(LEASE);
        Job second = queue.claimed();
        for (Result result : List.of(new Result.Done(), new Result.Retry("later"), new Result.Dead("never"))) {
            assertThat(queue.run(Map.of("mail", job -> result), 3).run(first)).isEqualTo(new RunJob.Ran.Lost());
        }
        assertThat(queue.run(Map.of(), 3).run(first)).isEqualTo(new RunJob.Ran.Lost());
        assertThat(queue.jobs.depth(queue.now)).isEqualTo(new JobStore.Depth(1, 0, 0, LEASE));
        assertThat(queue.run(Map.of("mail", job -> new Result.Done()), 3).run(second))
                .isEqualTo(new RunJob.Ran.Done());
    }

    @Test
    void T49_an_interrupted_handler_is_settled_all_the_same() {
        queue.add("mail");
        var ran = queue.run(
                        Map.of("mail", job -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("stopped on the way");
                        }),
                        3)
                .run(queue.claimed());
        assertThat(ran).isInstanceOf(RunJob.Ran.Again.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void T49_a_recurring_job_keeps_recurring_after_a_burial_and_does_not_pile_up() {
        var purge = new Recurring("purge", Duration.ofMinutes(5));
        RunJob run = queue.run(Map.of("purge", job -> new Result.Retry("broken")), 40);
        for (int i = 0; i < 24; i++) {
            purge.plan(queue.jobs, queue.now, queue.random);
            assertThat(purge.plan(queue.jobs, queue.now, queue.random)).isFalse();
            queue.pass(Duration.ofMinutes(5));
            queue.jobs.claim(queue.now, LEASE, 10).forEach(job -> run.run(job));
            purge.plan(queue.jobs, queue.now, queue.random);
        }
        JobStore.Depth depth = queue.jobs.depth(queue.now);
        assertThat(depth.dead()).isPositive();
        assertThat(depth.due() + depth.later()).isBetween(1L, 6L);
        RunJob mended = queue.run(Map.of("purge", job -> new Result.Done()), 40);
        queue.pass(Duration.ofMinutes(10));
        List<Job> due = queue.jobs.claim(queue.now, LEASE, 10);
        assertThat(due).isNotEmpty();
        assertThat(due.stream().map(job -> mended.run(job))).containsOnly(new RunJob.Ran.Done());
    }

    @Test
    void a_long_job_says_how_far_it_has_come() {
        queue.add("export");
        var said = new ArrayList<Boolean>();
        JobHandler slow = new JobHandler() {
            @Override
            public Result run(Job job) {
                throw new IllegalStateException("it is told where to say it");
            }

            @Override
            public Result run(Job job, Progress.Desk progress) {
                said.add(progress.reached(new Progress(1, 2)));
                return new Result.Retry("half of it");
            }
        };
        assertThat(queue.run(Map.of("export", slow), 40).run(queue.claimed())).isInstanceOf(RunJob.Ran.Again.class);
        assertThat(said).containsExactly(true);
        assertThat(queue.stores
                        .jobDesk()
                        .list(Optional.empty(), queue.now, Slice.first(1))
                        .items()
                        .getFirst()
                        .progress())
                .contains(new Progress(1, 2));
    }
}

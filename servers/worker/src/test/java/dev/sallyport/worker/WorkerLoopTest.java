package dev.sallyport.worker;

import static dev.sallyport.worker.TestQueue.LEASE;
import static dev.sallyport.worker.TestQueue.USUAL;
import static dev.sallyport.worker.TestQueue.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.kit.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers take from the queue, keep and give back: a job has one live lease at a time, and no kind has all hands. */
class WorkerLoopTest {
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
    void T49_an_abandoned_job_runs_again_when_its_lease_ran_out_and_not_before() {
        queue.add("mail");
        Job first = queue.claimed();
        queue.pass(LEASE.minusMillis(1));
        assertThat(queue.jobs.claim(queue.now, LEASE, 10)).isEmpty();
        queue.pass(Duration.ofMillis(1));
        Job second = queue.claimed();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.tries()).isEqualTo(2);
    }

    @Test
    void T49_a_renewed_lease_keeps_others_away_and_a_lost_one_cannot_be_renewed() {
        queue.add("mail");
        Job first = queue.claimed();
        queue.pass(LEASE.minusSeconds(1));
        assertThat(queue.jobs.renew(first, queue.now.plus(LEASE))).isTrue();
        queue.pass(LEASE.minusSeconds(1));
        assertThat(queue.jobs.claim(queue.now, LEASE, 10)).isEmpty();
        queue.pass(Duration.ofSeconds(1));
        Job second = queue.claimed();
        assertThat(queue.jobs.renew(first, queue.now.plus(LEASE))).isFalse();
        assertThat(queue.jobs.release(first, queue.now)).isFalse();
        assertThat(queue.jobs.renew(second, queue.now.plus(LEASE))).isTrue();
    }

    @Test
    void T49_no_job_runs_twice_under_a_live_lease_of_two_workers() throws Exception {
        int many = 100;
        var runs = new AtomicInteger();
        var all = new CountDownLatch(many);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            runs.incrementAndGet();
            all.countDown();
            return new Result.Done();
        });
        for (int i = 0; i < many; i++) {
            queue.add("mail");
        }
        WorkerLoop one = queue.loop(USUAL, handlers, List.of());
        WorkerLoop two = queue.loop(USUAL, handlers, List.of());
        one.start();
        two.start();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        one.stop(Duration.ofSeconds(30));
        two.stop(Duration.ofSeconds(30));
        assertThat(runs).hasValue(many);
        assertThat(queue.jobs.depth(queue.now)).isEqualTo(new JobStore.Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void T49_a_handler_slower_than_its_lease_keeps_the_job() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            begun.countDown();
            end.await();
            return new Result.Done();
        });
        queue.add("mail");
        WorkerLoop loop = queue.loop(USUAL, handlers, List.of());
        loop.round();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            queue.pass(LEASE.dividedBy(2));
            loop.round();
            assertThat(queue.jobs.claim(queue.now, LEASE, 1)).isEmpty();
        }
        end.countDown();
        loop.stop(Duration.ofSeconds(30));
        assertThat(queue.jobs.depth(queue.now)).isEqualTo(new JobStore.Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void T49_a_handler_that_hangs_is_interrupted_and_its_job_comes_again() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return new Result.Done();
        });
        queue.add("mail");
        WorkerLoop loop = queue.loop(USUAL, handlers, List.of());
        loop.round();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 60; i++) {
            queue.pass(LEASE.dividedBy(2));
            loop.round();
        }
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop(Duration.ofSeconds(30));
        queue.pass(LEASE.multipliedBy(2));
        assertThat(queue.claimed().tries()).isEqualTo(2);
    }

    @Test
    void T49_what_a_worker_that_stops_has_not_begun_is_another_workers_at_once() throws Exception {
        queue.add("mail");
        WorkerLoop loop = queue.loop(USUAL, Map.of("mail", job -> new Result.Done()), List.of());
        loop.stop(Duration.ofSeconds(1));
        loop.round();
        Job job = queue.claimed();
        assertThat(job.tries()).isOne();
    }

    @Test
    void T49_one_bad_job_stops_no_other_not_even_by_an_error() throws Exception {
        var good = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of(
                "bad",
                job -> {
                    throw new StackOverflowError();
                },
                "good",
                job -> {
                    good.countDown();
                    return new Result.Done();
                });
        queue.add("bad");
        queue.add("good");
        WorkerLoop loop = queue.loop(
                new WorkerConfiguration(1, Map.of(), Map.of(), Duration.ofMillis(50), LEASE), handlers, List.of());
        loop.start();
        assertThat(good.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop(Duration.ofSeconds(30));
    }

    @Test
    void no_kind_has_all_hands_and_what_somebody_waits_for_comes_first() throws Exception {
        var begun = new ConcurrentLinkedQueue<String>();
        var go = new CountDownLatch(1);
        JobHandler slow = job -> {
            begun.add(job.kind());
            go.await();
            return new Result.Done();
        };
        Map<String, JobHandler> handlers = Map.of("mail", slow, "purge", slow);
        for (int i = 0; i < 5; i++) {
            queue.add("purge");
            queue.add("mail");
            queue.add("unknown");
        }
        var configuration = new WorkerConfiguration(3, Map.of(), Map.of(), Duration.ofMillis(50), LEASE);
        var loop = new WorkerLoop(
                configuration,
                List.of(new Kind("mail", 2), new Kind("purge", 2)),
                queue.jobs,
                queue.run(handlers, 40),
                List.of(),
                new Bell(),
                new JobMetrics(new SimpleMeterRegistry(), handlers.keySet()),
                Tracing.OFF,
                () -> queue.now,
                queue.random);
        loop.round();
        assertThat(eventually(() -> begun.size() == 3)).isTrue();
        loop.round();
        assertThat(begun).containsExactlyInAnyOrder("mail", "mail", "purge");
        go.countDown();
        loop.start();
        assertThat(eventually(() -> begun.size() == 10)).isTrue();
        loop.stop(Duration.ofSeconds(30));
        assertThat(queue.jobs.depth(queue.now).due())
                .as("those of a kind that is not known stay")
                .isEqualTo(5);
    }
}

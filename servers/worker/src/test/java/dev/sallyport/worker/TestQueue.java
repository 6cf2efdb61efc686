package dev.sallyport.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Backoff;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Recurring;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.testkit.Template;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** The queue over a real database, with a clock that the test sets, and the workers that take from it. */
final class TestQueue implements AutoCloseable {
    static final Duration LEASE = Duration.ofMinutes(2);
    static final WorkerConfiguration USUAL = WorkerConfiguration.defaults();

    /** A database whose schema stands, copied to where a test begins without one. */
    private static final Template EMPTY =
            new Template(file -> Stores.open(new DatabaseSettings.Sqlite(file)).close());

    final RandomSource random = seeded();
    volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");
    final Stores stores;
    final JobStore jobs;

    TestQueue(Path folder) {
        stores = Stores.open(new DatabaseSettings.Sqlite(EMPTY.at(folder.resolve("queue.db"))));
        jobs = stores.jobs();
    }

    private static RandomSource seeded() {
        var chance = new Random(1);
        return count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
    }

    void add(String kind) {
        assertThat(jobs.add(new Job(random.uuid(now), kind, Optional.empty(), Map.of(), 0, now, now, Optional.empty())))
                .isTrue();
    }

    Job claimed() {
        List<Job> claimed = jobs.claim(now, LEASE, 10);
        assertThat(claimed).hasSize(1);
        return claimed.getFirst();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    RunJob run(Map<String, JobHandler> handlers, int most) {
        var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), most);
        return new RunJob(jobs, handlers, backoff, () -> now, random);
    }

    WorkerLoop loop(WorkerConfiguration configuration, Map<String, JobHandler> handlers, List<Recurring> again) {
        var metrics = new JobMetrics(new SimpleMeterRegistry(), handlers.keySet());
        List<Kind> kinds = handlers.keySet().stream()
                .map(name -> new Kind(name, configuration.concurrency()))
                .toList();
        return new WorkerLoop(
                configuration,
                kinds,
                jobs,
                run(handlers, 40),
                again,
                new Bell(),
                metrics,
                Tracing.OFF,
                () -> now,
                random);
    }

    /** Whether it comes to hold within half a minute. */
    static boolean eventually(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        return holds.getAsBoolean();
    }

    @Override
    public void close() {
        stores.close();
    }
}

package dev.sallyport.worker;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Recurring;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.kit.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes as many due jobs as there are hands free, gives each a thread, and waits for the bell or the next look. */
final class WorkerLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
    private static final Duration PLANNING = Duration.ofSeconds(30);
    private static final Duration COUNTING = Duration.ofSeconds(5);
    private static final int MISSED = 10;

    /** A job that is due for longer waits for a hand: too few workers, or one kind that takes them all. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final WorkerConfiguration configuration;
    private final List<Kind> kinds;
    private final Map<String, AtomicInteger> running = new HashMap<>();
    private final JobStore jobs;
    private final RunJob run;
    private final List<Recurring> recurring;
    private final Bell bell;
    private final JobMetrics metrics;
    private final TracedJobs traced;
    private final InstantSource clock;
    private final RandomSource random;
    private final Leases leases;
    private final Semaphore hands;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;
    private volatile Instant lastRound = Instant.MIN;
    private Instant planned = Instant.MIN;
    private Instant counted = Instant.MIN;
    private String told = "";
    private Thread looping;

    WorkerLoop(
            WorkerConfiguration configuration,
            List<Kind> kinds,
            JobStore jobs,
            RunJob run,
            List<Recurring> recurring,
            Bell bell,
            JobMetrics metrics,
            Tracing tracing,
            InstantSource clock,
            RandomSource random) {
        this.configuration = configuration;
        this.kinds = List.copyOf(kinds);
        kinds.forEach(kind -> running.put(kind.name(), new AtomicInteger()));
        this.jobs = jobs;
        this.run = run;
        this.recurring = List.copyOf(recurring);
        this.bell = bell;
        this.metrics = metrics;
        this.traced = new TracedJobs(tracing);
        this.clock = clock;
        this.random = random;
        this.leases = new Leases(jobs, configuration.lease());
        this.hands = new Semaphore(configuration.concurrency());
    }

    void start() {
        lastRound = clock.instant();
        looping = Thread.ofVirtual().name("worker").start(this::loop);
    }

    void stop(Duration deadline) {
        stopping = true;
        bell.ring();
        threads.shutdown();
        try {
            if (looping != null) {
                looping.join(deadline);
            }
            if (!ended(deadline)) {
                LOG.warn("jobs still run after {} s; they will be done again", deadline.toSeconds());
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the jobs that run, holding their leases meanwhile; whether all came to their end. */
    private boolean ended(Duration deadline) throws InterruptedException {
        Duration step = leases.step().compareTo(deadline) < 0 ? leases.step() : deadline;
        for (Duration waited = Duration.ZERO; waited.compareTo(deadline) < 0; waited = waited.plus(step)) {
            if (threads.awaitTermination(step.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            leases.renew(clock.instant());
        }
        return threads.isTerminated();
    }

    Optional<String> trouble() {
        Duration quiet = Duration.between(lastRound, clock.instant());
        Duration borne = configuration.poll().multipliedBy(MISSED).plus(PLANNING);
        return stopping || quiet.compareTo(borne) <= 0
                ? Optional.empty()
                : Optional.of("the queue was not looked at for " + quiet.toSeconds() + " s");
    }

    Optional<String> queueTrouble() {
        return metrics.trouble(LATE);
    }

    private void loop() {
        while (!stopping) {
            try {
                boolean more = round();
                if (!more && !stopping) {
                    bell.await(nap());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                tell(e);
                pause();
            }
        }
    }

    /** Once in full; while it stays the same trouble, not again. */
    private void tell(RuntimeException e) {
        if (!e.toString().equals(told)) {
            LOG.warn("the queue cannot be worked on; trying again until it can", e);
            told = e.toString();
        }
    }

    private Duration nap() {
        return configuration.poll().compareTo(leases.step()) < 0 ? configuration.poll() : leases.step();
    }

    private void pause() {
        try {
            bell.await(nap());
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the queue; whether there may be more to take at once. */
    boolean round() throws InterruptedException {
        Instant now = clock.instant();
        leases.renew(now);
        plan(now);
        int free = hands.availablePermits();
        List<Job> taken = free == 0 ? List.of() : jobs.claim(now, configuration.lease(), free, room());
        for (Job job : taken) {
            hands.acquire();
            running.get(job.kind()).incrementAndGet();
            leases.hold(job, now);
            begin(job);
        }
        lastRound = now;
        if (!told.isEmpty()) {
            LOG.info("the queue is worked on again");
            told = "";
        }
        return !taken.isEmpty() && hands.availablePermits() > 0;
    }

    /** How many of each kind may begin now. */
    private SequencedMap<String, Integer> room() {
        var room = new LinkedHashMap<String, Integer>();
        for (Kind kind : kinds) {
            room.put(kind.name(), kind.atOnce() - running.get(kind.name()).get());
        }
        return room;
    }

    /** A job that was claimed while the worker stops is given back, and another worker has it at once. */
    private void begin(Job job) {
        try {
            threads.execute(() -> traced.run(job, () -> work(job)));
        } catch (RejectedExecutionException stopping) {
            jobs.release(job, job.due());
            leave(job);
        }
    }

    private void leave(Job job) {
        leases.drop(job);
        running.get(job.kind()).decrementAndGet();
        hands.release();
    }

    private Optional<RunJob.Ran> work(Job job) {
        try {
            leases.begin(job);
            RunJob.Ran ran = run.run(job);
            metrics.ran(job, ran);
            switch (ran) {
                case RunJob.Ran.Done() -> LOG.debug("job {} {} is done", job.kind(), job.id());
                case RunJob.Ran.Waits(Instant due) ->
                    LOG.info("job {} {} waits until {} for a worker that knows its kind", job.kind(), job.id(), due);
                case RunJob.Ran.Lost() ->
                    LOG.warn(
                            "job {} {} lost its lease before it could be settled; another worker has it",
                            job.kind(),
                            job.id());
                case RunJob.Ran.Again(String error, Instant due) ->
                    LOG.warn("job {} {} failed, next try {}: {}", job.kind(), job.id(), due, error);
                case RunJob.Ran.Buried(String reason) ->
                    LOG.error("job {} {} is given up: {}", job.kind(), job.id(), reason);
            }
            return Optional.of(ran);
        } catch (RuntimeException | Error e) {
            LOG.warn("job {} {} could not be settled; it comes again", job.kind(), job.id(), e);
            return Optional.empty();
        } finally {
            leave(job);
            bell.ring();
        }
    }

    private void plan(Instant now) {
        if (planned.equals(Instant.MIN) || Duration.between(planned, now).abs().compareTo(PLANNING) >= 0) {
            recurring.forEach(r -> r.plan(jobs, now, random));
            planned = now;
        }
        if (counted.equals(Instant.MIN) || Duration.between(counted, now).abs().compareTo(COUNTING) >= 0) {
            metrics.depth(jobs.depth(now));
            counted = now;
        }
    }
}

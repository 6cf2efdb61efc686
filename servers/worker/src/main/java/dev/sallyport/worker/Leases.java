package dev.sallyport.worker;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of the jobs that this worker does now. Each is renewed while its handler works, so that no other worker begins
 * the same job beside it; a handler that does not come to its end is interrupted, and its lease runs out (T49).
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /** After so many lengths of the lease a handler is taken for one that hangs. */
    private static final int LONGEST = 30;

    private final JobStore jobs;
    private final Duration length;

    /** By the job as it was claimed, so that a lease that was lost is not taken for a later one of the same job. */
    private final Map<Job, Held> held = new ConcurrentHashMap<>();

    Leases(JobStore jobs, Duration length) {
        this.jobs = jobs;
        this.length = length;
    }

    /** One lease; it changes as it is renewed. */
    private static final class Held {
        private final Job job;
        private final Instant claimed;
        private volatile Instant until;
        private volatile boolean lost;
        private volatile Thread worker;

        Held(Job job, Instant claimed, Instant until) {
            this.job = job;
            this.claimed = claimed;
            this.until = until;
        }
    }

    /** How often {@link #renew} must be called, at least. */
    Duration step() {
        return length.dividedBy(4);
    }

    void hold(Job job, Instant now) {
        held.put(job, new Held(job, now, now.plus(length)));
    }

    /** The thread that calls does the job. */
    void begin(Job job) {
        held.get(job).worker = Thread.currentThread();
    }

    void drop(Job job) {
        held.remove(job);
    }

    /** Renews what would run out soon. */
    void renew(Instant now) {
        for (Held lease : held.values()) {
            if (!lease.lost && Duration.between(now, lease.until).compareTo(length.dividedBy(2)) <= 0) {
                renew(lease, now);
            }
        }
    }

    private void renew(Held lease, Instant now) {
        boolean hangs = Duration.between(lease.claimed, now).compareTo(length.multipliedBy(LONGEST)) >= 0;
        if (hangs || !jobs.renew(lease.job, now.plus(length))) {
            lease.lost = true;
            LOG.warn(
                    "job {} {} {}",
                    lease.job.kind(),
                    lease.job.id(),
                    hangs ? "hangs and is interrupted; it comes again" : "lost its lease");
            interrupt(lease);
        } else {
            lease.until = now.plus(length);
        }
    }

    private static void interrupt(Held lease) {
        Thread worker = lease.worker;
        if (worker != null) {
            worker.interrupt();
        }
    }
}

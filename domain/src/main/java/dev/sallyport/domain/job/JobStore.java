package dev.sallyport.domain.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;

/**
 * A durable queue of jobs, shared by any number of workers. Whoever claimed a job settles it with the job as {@link #claim}
 * gave it: its number of tries tells this lease from a later one, so a worker that lost its lease cannot settle what another
 * holds (T49).
 */
public interface JobStore {
    /** Adds the job; false when one of the same kind and key waits already. */
    boolean add(Job job);

    /**
     * Takes up to {@code most} due jobs, earliest first, and leases them to this worker until {@code now + lease}; a job whose
     * lease ran out (its worker died) is due again. No two callers get the same job under a live lease.
     */
    List<Job> claim(Instant now, Duration lease, int most);

    /**
     * As above, of some kinds only: those of {@code room}, in its order, each as many as it says at most. Jobs of other kinds
     * stay where they are.
     */
    List<Job> claim(Instant now, Duration lease, int most, SequencedMap<String, Integer> room);

    /**
     * Prolongs the lease until {@code until}, while the work goes on; false when the lease was lost: another worker has the
     * job, or it has gone.
     */
    boolean renew(Job job, Instant until);

    /** Notes how far the job has come; false when the lease was lost. */
    boolean progress(Job job, Progress progress);

    /**
     * Gives back a job that was claimed and not begun: it is due at {@code due}, and the claim does not count as a try; false
     * when the lease was lost.
     */
    boolean release(Job job, Instant due);

    /** The job is done and leaves the queue; false when the lease was lost, and whoever has the job now settles it. */
    boolean done(Job job);

    /** The job failed and is due again at {@code due}; false when the lease was lost. */
    boolean retry(Job job, String error, Instant due);

    /** The job failed for good: it stays, with its reason, and is not tried again; false when the lease was lost. */
    boolean bury(Job job, String error, Instant now);

    /** Removes jobs that were given up before {@code before}, at most {@code most}; says how many. */
    int purge(Instant before, int most);

    Depth depth(Instant now);

    /** How much waits: due or leased now, due later, and given up; and the age of the oldest due job. */
    record Depth(long due, long later, long dead, Duration oldest) {}
}

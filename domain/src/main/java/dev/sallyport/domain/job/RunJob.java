package dev.sallyport.domain.job;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.JobHandler.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Does one job that this worker holds the lease of, and settles what becomes of it. */
public final class RunJob {
    private static final int LONGEST_ERROR = 500;

    /** A recurring job is tried this often; then it is given up, for its next time stands in the queue already. */
    private static final int RECURRING_TRIES = 5;

    private final JobStore jobs;
    private final Map<String, JobHandler> handlers;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RandomSource random;

    /** @param handlers by kind; a job of another kind waits for a worker that knows it (an older program beside a newer) */
    public RunJob(
            JobStore jobs,
            Map<String, JobHandler> handlers,
            Backoff backoff,
            InstantSource clock,
            RandomSource random) {
        this.jobs = jobs;
        this.handlers = Map.copyOf(handlers);
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Runs the job; a job that was begun too often without coming to an end (its workers died) is buried unseen. The job
     * leaves the queue only after its handler came back, so a worker that dies on the way loses nothing; and it is settled only
     * under the lease it was claimed with (T49).
     */
    public Ran run(Job job) {
        JobHandler handler = handlers.get(job.kind());
        if (handler == null) {
            Instant due = clock.instant().plus(backoff.longest());
            return jobs.release(job, due) ? new Ran.Waits(due) : new Ran.Lost();
        }
        if (job.tries() > most(job)) {
            return bury(
                    job,
                    "begun " + most(job) + " times without an end; "
                            + job.lastError().orElse("no error known"));
        }
        return switch (attempt(handler, job)) {
            case Result.Done() -> jobs.done(job) ? new Ran.Done() : new Ran.Lost();
            case Result.Retry(String error) -> retry(job, error);
            case Result.Dead(String reason) -> bury(job, reason);
        };
    }

    /** Any exception of a handler is a failed try, so that one bad job never stops the others. */
    private Result attempt(JobHandler handler, Job job) {
        try {
            return handler.run(job, progress -> jobs.progress(job, progress));
        } catch (InterruptedException e) {
            return new Result.Retry("interrupted");
        } catch (Exception e) {
            return new Result.Retry(e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            // An interrupt was meant for the handler; what it left must still be settled, and the thread ends after
            // that.
            Thread.interrupted();
        }
    }

    private Ran retry(Job job, String error) {
        if (job.tries() >= most(job)) {
            return bury(job, error);
        }
        Instant due = clock.instant().plus(backoff.after(job.tries(), random));
        return jobs.retry(job, cut(error), due) ? new Ran.Again(cut(error), due) : new Ran.Lost();
    }

    private Ran bury(Job job, String reason) {
        return jobs.bury(job, cut(reason), clock.instant()) ? new Ran.Buried(cut(reason)) : new Ran.Lost();
    }

    private int most(Job job) {
        boolean recurring = job.key().filter(Recurring.KEY::equals).isPresent();
        return recurring ? Math.min(RECURRING_TRIES, backoff.most()) : backoff.most();
    }

    /** Without what could forge a line of a log (T45). */
    private static String cut(String error) {
        String clean = error.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        return clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR);
    }

    /** What became of the job. */
    public sealed interface Ran {
        record Done() implements Ran {}

        /** This worker does not know the kind; the job waits for one that does, however long. */
        record Waits(Instant due) implements Ran {}

        /** Its lease was lost meanwhile; what becomes of it is for the worker that has it now. */
        record Lost() implements Ran {}

        record Again(String error, Instant due) implements Ran {}

        /** Given up; the job stays, with its reason. */
        record Buried(String reason) implements Ran {}
    }
}

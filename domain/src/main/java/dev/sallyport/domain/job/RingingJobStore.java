package dev.sallyport.domain.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;

/** A queue that rings a {@link Bell} when a job is added, so that the worker of this process need not look for it. */
public final class RingingJobStore implements JobStore {
    private final JobStore inner;
    private final Bell bell;

    public RingingJobStore(JobStore inner, Bell bell) {
        this.inner = inner;
        this.bell = bell;
    }

    @Override
    public boolean add(Job job) {
        boolean added = inner.add(job);
        if (added) {
            bell.ring();
        }
        return added;
    }

    @Override
    public List<Job> claim(Instant now, Duration lease, int most) {
        return inner.claim(now, lease, most);
    }

    @Override
    public List<Job> claim(Instant now, Duration lease, int most, SequencedMap<String, Integer> room) {
        return inner.claim(now, lease, most, room);
    }

    @Override
    public boolean renew(Job job, Instant until) {
        return inner.renew(job, until);
    }

    @Override
    public boolean progress(Job job, Progress progress) {
        return inner.progress(job, progress);
    }

    @Override
    public boolean release(Job job, Instant due) {
        return inner.release(job, due);
    }

    @Override
    public boolean done(Job job) {
        return inner.done(job);
    }

    @Override
    public boolean retry(Job job, String error, Instant due) {
        return inner.retry(job, error, due);
    }

    @Override
    public boolean bury(Job job, String error, Instant now) {
        return inner.bury(job, error, now);
    }

    @Override
    public int purge(Instant before, int most) {
        return inner.purge(before, most);
    }

    @Override
    public Depth depth(Instant now) {
        return inner.depth(now);
    }
}

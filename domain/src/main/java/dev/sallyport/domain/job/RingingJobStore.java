package dev.sallyport.domain.job;

import dev.sallyport.domain.bulletin.Bulletin;
import dev.sallyport.domain.bulletin.Bulletin.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;

/** A queue that announces when a job is added, so that workers need not look for it. */
public final class RingingJobStore implements JobStore {
    private final JobStore inner;
    private final Bulletin bulletin;

    public RingingJobStore(JobStore inner, Bulletin bulletin) {
        this.inner = inner;
        this.bulletin = bulletin;
    }

    @Override
    public boolean add(Job job) {
        boolean added = inner.add(job);
        if (added) {
            bulletin.announce(Topic.JOBS);
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

package dev.sallyport.storage.memory;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** A queue in memory: for trying, not for work that must survive. */
public final class MemoryJobs implements JobStore, JobDesk {
    private final Shelf<UUID, Entry> jobs = new Shelf<>(Shelf.MOST);
    private final Shelf<UUID, Progress> progress = new Shelf<>(Shelf.MOST);

    /**
     * A job of the queue.
     *
     * @param waits whether it waits under its key, because nobody has begun it
     * @param available when it may next be taken: its due time or the end of its lease
     */
    private record Entry(Job job, boolean waits, Instant available, Optional<Instant> dead) {
        Entry leased(int tries, Instant until) {
            return new Entry(change(tries, job.due(), job.lastError()), false, until, dead);
        }

        Entry again(int tries, Instant due, Optional<String> error, boolean key) {
            return new Entry(change(tries, due, error), key, due, dead);
        }

        Entry buried(String error, Instant now) {
            return new Entry(change(job.tries(), job.due(), Optional.of(error)), false, available, Optional.of(now));
        }

        State state(Instant now) {
            if (dead.isPresent()) {
                return State.DEAD;
            }
            return available.isAfter(now) && !available.equals(job.due()) ? State.RUNNING : State.WAITING;
        }

        private Job change(int tries, Instant due, Optional<String> error) {
            return new Job(
                    job.id(), job.kind(), job.key(), job.payload(), tries, due, job.created(), error, job.trace());
        }
    }

    @Override
    public synchronized boolean add(Job job) {
        if (waits(job)) {
            return false;
        }
        Job noted = job.within(Span.current().toField());
        jobs.addNew(job.id(), new Entry(noted, job.key().isPresent(), job.due(), Optional.empty()));
        return true;
    }

    /** Whether another job of this kind and key waits. */
    private boolean waits(Job job) {
        return job.key().isPresent()
                && jobs.all().stream()
                        .filter(Entry::waits)
                        .map(Entry::job)
                        .anyMatch(other -> other.kind().equals(job.kind())
                                && other.key().equals(job.key())
                                && !other.id().equals(job.id()));
    }

    @Override
    public synchronized List<Job> claim(Instant now, Duration lease, int most) {
        return claim(job -> true, now, lease, most);
    }

    @Override
    public synchronized List<Job> claim(Instant now, Duration lease, int most, SequencedMap<String, Integer> room) {
        var claimed = new ArrayList<Job>();
        room.forEach((kind, wanted) -> claimed.addAll(
                claim(job -> job.kind().equals(kind), now, lease, Math.min(wanted, most - claimed.size()))));
        return claimed;
    }

    private List<Job> claim(Predicate<Job> fits, Instant now, Duration lease, int most) {
        List<Entry> due = jobs.all().stream()
                .filter(entry -> entry.dead().isEmpty() && !entry.available().isAfter(now))
                .filter(entry -> fits.test(entry.job()))
                .sorted(Comparator.comparing(Entry::available))
                .limit(most)
                .map(entry -> entry.leased(entry.job().tries() + 1, now.plus(lease)))
                .toList();
        due.forEach(entry -> jobs.put(entry.job().id(), entry));
        return due.stream()
                .map(Entry::job)
                .sorted(Comparator.comparing(Job::due))
                .toList();
    }

    @Override
    public synchronized Page<Listed> list(Optional<State> state, Instant now, Slice slice) {
        return Cursor.page(
                jobs.all().stream()
                        .map(entry -> new Listed(
                                entry.job(),
                                entry.state(now),
                                progress.get(entry.job().id())))
                        .filter(listed -> state.isEmpty() || listed.state() == state.get()),
                slice,
                listed -> Cursor.at(listed.job().created(), listed.job().id()));
    }

    @Override
    public synchronized Optional<Job> revive(UUID id, Instant now) {
        return dead(id).map(entry -> {
            Job job = entry.change(0, now, entry.job().lastError());
            progress.remove(id);
            jobs.put(id, new Entry(job, false, now, Optional.empty()));
            return job;
        });
    }

    @Override
    public synchronized Optional<Job> discard(UUID id) {
        Optional<Job> gone = dead(id).map(Entry::job);
        gone.ifPresent(job -> {
            jobs.remove(id);
            progress.remove(id);
        });
        return gone;
    }

    private Optional<Entry> dead(UUID id) {
        return jobs.get(id).filter(entry -> entry.dead().isPresent());
    }

    /** The job's entry, unless the lease was lost: whoever claims the job next counts its tries up. */
    private Optional<Entry> held(Job job) {
        return jobs.get(job.id())
                .filter(entry ->
                        entry.job().tries() == job.tries() && entry.dead().isEmpty());
    }

    @Override
    public synchronized boolean renew(Job job, Instant until) {
        return keep(held(job)
                .filter(entry -> !entry.available().equals(entry.job().due()))
                .map(entry -> entry.leased(job.tries(), until)));
    }

    @Override
    public synchronized boolean progress(Job job, Progress reached) {
        boolean holds = held(job).isPresent();
        if (holds) {
            progress.put(job.id(), reached);
        }
        return holds;
    }

    @Override
    public synchronized boolean release(Job job, Instant due) {
        return keep(held(job)
                .map(entry -> entry.again(job.tries() - 1, due, entry.job().lastError(), mayWait(job))));
    }

    @Override
    public synchronized boolean done(Job job) {
        boolean gone = held(job).isPresent() && jobs.remove(job.id());
        if (gone) {
            progress.remove(job.id());
        }
        return gone;
    }

    @Override
    public synchronized boolean retry(Job job, String error, Instant due) {
        return keep(held(job).map(entry -> entry.again(job.tries(), due, Optional.of(error), mayWait(job))));
    }

    @Override
    public synchronized boolean bury(Job job, String error, Instant now) {
        return keep(held(job).map(entry -> entry.buried(error, now)));
    }

    /** A job waits under its key again, unless the same work was added while it ran. */
    private boolean mayWait(Job job) {
        return job.key().isPresent() && !waits(job);
    }

    private boolean keep(Optional<Entry> changed) {
        changed.ifPresent(entry -> jobs.put(entry.job().id(), entry));
        return changed.isPresent();
    }

    @Override
    public synchronized int purge(Instant before, int most) {
        return jobs.removeIf(
                entry -> entry.dead().filter(d -> d.isBefore(before)).isPresent(), most);
    }

    @Override
    public synchronized Depth depth(Instant now) {
        List<Job> living = jobs.all().stream()
                .filter(entry -> entry.dead().isEmpty())
                .map(Entry::job)
                .toList();
        List<Job> due = living.stream().filter(job -> !job.due().isAfter(now)).toList();
        Duration oldest = due.stream()
                .map(Job::due)
                .min(Comparator.naturalOrder())
                .map(first -> Duration.between(first, now))
                .orElse(Duration.ZERO);
        return new Depth(due.size(), living.size() - due.size(), jobs.all().size() - living.size(), oldest);
    }

    synchronized int forget(String person, Optional<String> email, Set<String> but) {
        return jobs.removeIf(
                entry -> !but.contains(entry.job().kind())
                        && entry.job().payload().values().stream()
                                .anyMatch(value -> value.contains(person)
                                        || email.filter(value::equals).isPresent()),
                Integer.MAX_VALUE);
    }
}

package dev.sallyport.storage.memory;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Export;
import dev.sallyport.domain.privacy.ExportStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Who asked for what is kept about them, in memory. */
public final class MemoryExports implements ExportStore {
    private static final int MOST = 20;
    private static final Comparator<Export> OLDEST_FIRST = Comparator.comparing(Export::asked)
            .thenComparing(export -> export.id().toString());

    private final Shelf<UUID, Export> exports = new Shelf<>(Shelf.MOST);
    private final JobStore jobs;

    /** @param jobs where exports are made from */
    public MemoryExports(JobStore jobs) {
        this.jobs = jobs;
    }

    @Override
    public synchronized Export open(Export export, Job job, Instant since) {
        Optional<Export> standing = of(export.person()).stream()
                .filter(other -> other.asked().isAfter(since))
                .findFirst();
        if (standing.isPresent()) {
            return standing.get();
        }
        exports.addNew(export.id(), export);
        jobs.add(job);
        return export;
    }

    @Override
    public synchronized Optional<Export> byId(UUID id) {
        return exports.get(id);
    }

    @Override
    public synchronized List<Export> of(PersonId person) {
        return exports.all().stream()
                .filter(export -> export.person().equals(person))
                .sorted(OLDEST_FIRST.reversed())
                .limit(MOST)
                .toList();
    }

    @Override
    public boolean reached(UUID id, Progress progress) {
        return change(id, e -> new Export(e.id(), e.person(), e.asked(), Optional.of(progress), e.archive()));
    }

    @Override
    public synchronized boolean finish(UUID id, FileId archive) {
        return exports.get(id).filter(e -> e.archive().isEmpty()).isPresent()
                && change(id, e -> new Export(e.id(), e.person(), e.asked(), e.progress(), Optional.of(archive)));
    }

    private synchronized boolean change(UUID id, UnaryOperator<Export> change) {
        Optional<Export> there = exports.get(id);
        there.ifPresent(export -> exports.put(id, change.apply(export)));
        return there.isPresent();
    }

    @Override
    public synchronized List<Export> askedBefore(Instant before, int most) {
        return exports.all().stream()
                .filter(export -> export.asked().isBefore(before))
                .sorted(OLDEST_FIRST)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized boolean remove(UUID id) {
        return exports.remove(id);
    }

    synchronized int forget(PersonId person) {
        return exports.removeIf(export -> export.person().equals(person), Integer.MAX_VALUE);
    }
}

package dev.sallyport.domain.privacy;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.MakeFile;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Makes the archive of an export: everything that is kept about a person, holding by holding, as a file of their own. A job that
 * comes twice makes the archive again and keeps one.
 */
public final class ExportPerson implements JobHandler {
    /** The kind of the jobs. */
    public static final String KIND = "export-person";

    private static final String EXPORT = "export";

    private final ExportStore exports;
    private final PersonStore people;
    private final List<Holding> holdings;
    private final Archivist archivist;
    private final Volume volume;
    private final MakeFile files;
    private final Letters letters;
    private final RecordEvent events;
    private final InstantSource clock;

    /** Makes archives of one form. */
    public interface Archivist {
        /** The media type of the form. */
        String type();

        /** The ending of its names, such as {@code zip}. */
        String ending();

        /** Runs {@code writing} over a new archive that goes to {@code out}, and finishes it. */
        void write(OutputStream out, Writing writing) throws IOException;
    }

    /** Writes what belongs into an archive. */
    @FunctionalInterface
    public interface Writing {
        void into(Archive archive) throws IOException;
    }

    /** How many bytes of contents an export of the person's will have. */
    @FunctionalInterface
    public interface Volume {
        long of(Person person);
    }

    public ExportPerson(
            ExportStore exports,
            PersonStore people,
            List<Holding> holdings,
            Archivist archivist,
            Volume volume,
            MakeFile files,
            Letters letters,
            RecordEvent events,
            InstantSource clock) {
        this.exports = exports;
        this.people = people;
        this.holdings = List.copyOf(holdings);
        this.archivist = archivist;
        this.volume = volume;
        this.files = files;
        this.letters = letters;
        this.events = events;
        this.clock = clock;
    }

    /** The job of an export. */
    static Job job(Export export) {
        return new Job(
                export.id(),
                KIND,
                Optional.empty(),
                Map.of(EXPORT, export.id().toString(), "person", export.person().toString()),
                0,
                export.asked(),
                export.asked(),
                Optional.empty());
    }

    @Override
    public Result run(Job job) throws IOException {
        return run(job, progress -> true);
    }

    @Override
    public Result run(Job job, Progress.Desk desk) throws IOException {
        Optional<Export> export = exports.byId(UUID.fromString(job.payload().get(EXPORT)))
                .filter(found -> found.archive().isEmpty());
        Optional<Person> person = export.flatMap(found -> people.byId(found.person()));
        if (person.isPresent()) {
            make(export.get(), person.get(), desk);
        }
        return new Result.Done();
    }

    private void make(Export export, Person person, Progress.Desk desk) throws IOException {
        var meter = new Meter(export, holdings.size() + volume.of(person), desk);
        var name = new FileName(
                "personal-data-" + export.asked().atOffset(ZoneOffset.UTC).toLocalDate() + "." + archivist.ending());
        var made = files.make(
                person.id(),
                name,
                archivist.type(),
                out -> archivist.write(out, archive -> tell(person, new MeteredArchive(archive, meter), meter)));
        if (!exports.finish(export.id(), made.id())) {
            files.drop(made.id(), person.id());
            return;
        }
        events.record(AuditEvent.Kind.EXPORT_MADE, Optional.of(person.id()), Map.of(), clock.instant());
        letters.exportReady(person, export.expires(), clock.instant());
    }

    private void tell(Person person, Archive archive, LongConsumer meter) throws IOException {
        for (Holding holding : holdings) {
            holding.tell(person, archive);
            meter.accept(1);
        }
    }

    /** Counts what was written and says so now and then. */
    private final class Meter implements LongConsumer {
        private static final long STEP = 4 * 1024 * 1024;

        private final Export export;
        private final long all;
        private final Progress.Desk desk;
        private long done;
        private long said = -STEP;

        Meter(Export export, long all, Progress.Desk desk) {
            this.export = export;
            this.all = all;
            this.desk = desk;
        }

        /** What is added meanwhile makes it no more than whole. */
        @Override
        public void accept(long more) {
            done = Math.min(all, done + more);
            if (done - said >= STEP || done == all) {
                said = done;
                var reached = new Progress(done, all);
                if (!desk.reached(reached) || !exports.reached(export.id(), reached)) {
                    throw new IllegalStateException("another worker makes this export, or nobody wants it any more");
                }
            }
        }
    }
}

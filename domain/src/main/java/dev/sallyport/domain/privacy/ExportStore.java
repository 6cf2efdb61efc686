package dev.sallyport.domain.privacy;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where it is kept who wants an export and how far it has come. */
public interface ExportStore {
    /**
     * Keeps the export and adds the job that makes it, in one step, unless the person asked for another after {@code since}; of any
     * number of callers one wins. The answer is the one that stands: the given one, or the other.
     */
    Export open(Export export, Job job, Instant since);

    Optional<Export> byId(UUID id);

    /** The person's exports, newest first, at most 20. */
    List<Export> of(PersonId person);

    /** Notes how far it has come; false when there is no such export any more. */
    boolean reached(UUID id, Progress progress);

    /** Notes that it is whole; false when there is no such export any more, or it was whole before. */
    boolean finish(UUID id, FileId archive);

    /** Exports that were asked for before {@code before}, the oldest first, at most {@code most}. */
    List<Export> askedBefore(Instant before, int most);

    /** Forgets the export; false when that was done before. */
    boolean remove(UUID id);
}

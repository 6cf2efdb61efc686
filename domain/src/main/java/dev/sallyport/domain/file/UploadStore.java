package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where it is kept which uploads are under way, whose, and how far they have come. */
public interface UploadStore {
    /**
     * Begins the upload and keeps its whole length free for it, unless its owner's files and begun uploads would then take more
     * than {@code room} bytes, or the owner has {@code most} unfinished uploads already.
     */
    Opened open(Upload upload, long room, int most);

    Optional<Upload> byId(FileId id);

    /** The owner's unfinished uploads, newest first. */
    List<Upload> of(PersonId owner);

    /** Gives the owner's upload to a new request, with the next turn: whoever had it before moves it on no more. */
    Optional<Upload> turn(FileId id, PersonId owner);

    /**
     * Notes that {@code upload} has come to {@code to}; false when it is elsewhere by now, was given to another request, or is
     * gone.
     */
    boolean advance(Upload upload, long to, Instant expires);

    /** Makes the upload of the same id the file, in one step. */
    Finished finish(StoredFile file);

    /** Forgets the owner's upload, finished or not; the file that it became stays. */
    boolean remove(FileId id, PersonId owner);

    /** Uploads that expired before {@code now}, at most {@code most}. */
    List<FileId> expired(Instant now, int most);

    /** Forgets the upload if it expired before {@code now}; false when more of it came meanwhile, or it is gone. */
    boolean expire(FileId id, Instant now);

    /** What came of beginning. */
    enum Opened {
        BEGUN,
        NO_ROOM,
        TOO_MANY
    }

    /** What came of finishing. */
    enum Finished {
        ENTERED,
        /** Somebody else finished the same upload. */
        BEFORE,
        GONE
    }
}

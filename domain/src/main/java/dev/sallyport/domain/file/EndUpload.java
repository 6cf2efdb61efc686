package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.io.IOException;

/** A person gives an upload up; what has arrived is deleted. The file that a finished one became stays. */
public final class EndUpload {
    private final UploadStore uploads;
    private final StagedBytes staged;
    private final Turns turns;

    public EndUpload(UploadStore uploads, StagedBytes staged, Turns turns) {
        this.uploads = uploads;
        this.staged = staged;
        this.turns = turns;
    }

    /** Whether there was such an upload of this owner's, and it is gone. */
    public boolean end(FileId id, PersonId owner) {
        if (!uploads.remove(id, owner)) {
            return false;
        }
        // Whoever still writes has lost its row and finishes nothing; it lets go before the bytes are deleted.
        turns.next(id).ifPresentOrElse(turn -> turn.during(mine -> forgotten(id)), () -> forgotten(id));
        return true;
    }

    /** What cannot be deleted now has no row any more, and goes with the next sweep. */
    private boolean forgotten(FileId id) {
        try {
            staged.forget(id);
            return true;
        } catch (IOException leftToTheSweep) {
            return false;
        }
    }
}

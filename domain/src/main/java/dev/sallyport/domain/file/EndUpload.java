package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        turns.next(id).ifPresent(Turns.Turn::close);
        try {
            staged.forget(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}

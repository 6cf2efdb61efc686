package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.Optional;

/** A person looks at their uploads, without coming between them and who sends. Somebody else's is not found (T47). */
public final class ReadUploads {
    private final UploadStore uploads;

    public ReadUploads(UploadStore uploads) {
        this.uploads = uploads;
    }

    public Optional<Upload> one(FileId id, PersonId owner) {
        return uploads.byId(id).filter(upload -> upload.owner().equals(owner));
    }

    /** The unfinished ones, newest first, at most {@link BeginUpload#MOST}. */
    public List<Upload> unfinished(PersonId owner) {
        return uploads.of(owner);
    }
}

package dev.sallyport.domain.file;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.nio.file.Path;
import java.util.Optional;

/** A person looks at their files. Somebody else's file is not found (T47). */
public final class ReadFiles {
    private final FileStore files;
    private final BlobStore blobs;

    public ReadFiles(FileStore files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    public Optional<StoredFile> one(FileId id, PersonId owner) {
        return files.byId(id).filter(file -> file.owner().equals(owner));
    }

    /** Newest first. */
    public Page<StoredFile> all(PersonId owner, Slice slice) {
        return files.of(owner, slice);
    }

    /** The bytes of a file that {@link #one} found. */
    public Path content(StoredFile file) {
        return blobs.path(file.digest())
                .orElseThrow(() -> new IllegalStateException("the content of file " + file.id() + " is missing"));
    }
}

package dev.sallyport.domain.file;

import dev.sallyport.domain.file.FileStore.Removed;
import dev.sallyport.domain.person.PersonId;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The step that removing and refusing a file share: the content goes with the last file that has it. */
final class RemoveContent {
    private final FileStore files;
    private final BlobStore blobs;

    RemoveContent(FileStore files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    Removed remove(FileId id, PersonId owner) {
        Removed removed = files.remove(id, owner);
        if (removed instanceof Removed.Gone(StoredFile file, boolean last) && last) {
            try {
                blobs.delete(file.digest());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return removed;
    }
}

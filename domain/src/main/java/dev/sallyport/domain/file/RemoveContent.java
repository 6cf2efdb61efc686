package dev.sallyport.domain.file;

import dev.sallyport.domain.file.BlobStore.Aside;
import dev.sallyport.domain.file.FileStore.Removed;
import dev.sallyport.domain.person.PersonId;
import java.io.IOException;
import java.util.Optional;

/**
 * The step that everything shares which may leave a content without a file. An upload enters its row first and then looks
 * for the content; this sets the content aside first and then looks for a row. So whichever comes second sees the other,
 * in another process too, and a content that has a row is never lost: a kill between the steps leaves it set aside, and
 * the next sweep puts it back.
 */
final class RemoveContent {
    private final FileStore files;
    private final BlobStore blobs;

    RemoveContent(FileStore files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    /**
     * Removes the owner's file, and its content where no other file has it. A content that cannot be deleted at this moment is
     * without a file from now on, and goes with the next sweep.
     */
    Removed file(FileId id, PersonId owner) {
        Removed removed = files.remove(id, owner);
        if (removed instanceof Removed.Gone(StoredFile file, boolean last) && last) {
            try {
                unlessUsed(file.digest());
            } catch (IOException leftToTheSweep) {
                return removed;
            }
        }
        return removed;
    }

    /** Whether the content went; false when a file has it or it was not there. */
    boolean unlessUsed(String digest) throws IOException {
        if (files.uses(digest)) {
            return false;
        }
        Optional<Aside> aside = blobs.setAside(digest);
        return aside.isPresent() && settled(aside.get());
    }

    /** Whether what was set aside went; false when a file has it, and it is back in its place. */
    boolean settled(Aside aside) throws IOException {
        if (files.uses(aside.digest())) {
            blobs.putBack(aside);
            return false;
        }
        blobs.drop(aside);
        return true;
    }
}

package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;

/**
 * A file of somebody's.
 *
 * @param name what its owner calls it: 1 to 255 characters, no path, no control characters
 * @param size in bytes
 * @param type the media type that its bytes show, never the one that was claimed
 * @param digest the SHA-256 of its bytes in lower-case hex; also the name of its content in the {@link BlobStore}
 * @param published whether everybody may have it
 */
public record StoredFile(
        FileId id,
        PersonId owner,
        String name,
        long size,
        String type,
        String digest,
        Instant created,
        boolean published) {
    /** A file as it begins: its owner's alone. */
    public StoredFile(FileId id, PersonId owner, String name, long size, String type, String digest, Instant created) {
        this(id, owner, name, size, type, digest, created, false);
    }

    /** The same file, for everybody or not. */
    public StoredFile forEverybody(boolean open) {
        return new StoredFile(id, owner, name, size, type, digest, created, open);
    }
}

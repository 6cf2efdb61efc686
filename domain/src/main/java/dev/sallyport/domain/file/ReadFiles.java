package dev.sallyport.domain.file;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import java.util.Collection;
import java.util.Optional;

/** People look at files: their own, what is shared with them, and what is everybody's. Any other is not found (T47). */
public final class ReadFiles {
    private final FileStore files;
    private final ShareStore shares;
    private final BlobStore blobs;

    public ReadFiles(FileStore files, ShareStore shares, BlobStore blobs) {
        this.files = files;
        this.shares = shares;
        this.blobs = blobs;
    }

    public Optional<StoredFile> own(FileId id, PersonId owner) {
        return files.byId(id).filter(file -> file.owner().equals(owner));
    }

    /** The file, where the person owns it or it is shared with them or a role of theirs. */
    public Optional<StoredFile> readable(FileId id, PersonId person, Collection<Role> roles) {
        return files.byId(id)
                .filter(file -> file.owner().equals(person) || shares.mayRead(id, Reader.all(person, roles)));
    }

    /** The file, where everybody may have it or {@code linked} says that a link leads here. */
    public Optional<StoredFile> open(FileId id, boolean linked) {
        return files.byId(id).filter(file -> file.published() || linked);
    }

    /** One's own, newest first. */
    public Page<StoredFile> all(PersonId owner, Slice slice) {
        return files.of(owner, slice);
    }

    /** What is shared with the person or a role of theirs, newest first. */
    public Page<StoredFile> shared(PersonId person, Collection<Role> roles, Slice slice) {
        return shares.sharedWith(Reader.all(person, roles), slice);
    }

    /** The bytes of a file that was found here. */
    public FileContent content(StoredFile file) {
        return new FileContent(blobs, file.digest());
    }
}

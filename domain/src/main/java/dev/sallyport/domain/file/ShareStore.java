package dev.sallyport.domain.file;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.Set;

/** Where it is kept who may read a file beside its owner. It goes with the file. */
public interface ShareStore {
    /** Lets the reader in, again or for the first time, unless the file has {@code most} others. */
    Shared share(FileId id, PersonId owner, Reader reader, int most);

    /** Shuts the reader out; false when it was not let in, or the file is not this owner's. */
    boolean withdraw(FileId id, PersonId owner, Reader reader);

    /** By name. */
    List<Reader> readers(FileId id);

    /** Whether one of these may read the file. */
    boolean mayRead(FileId id, Set<Reader> who);

    /** Files that one of these may read, newest first. */
    Page<StoredFile> sharedWith(Set<Reader> who, Slice slice);

    /** What came of sharing. */
    enum Shared {
        SHARED,
        TOO_MANY,
        NOT_FOUND
    }
}

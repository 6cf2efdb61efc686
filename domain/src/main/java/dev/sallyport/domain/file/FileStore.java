package dev.sallyport.domain.file;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.Optional;

/** Where it is kept which files there are and whose. */
public interface FileStore {
    /** Adds the file, unless its owner's files and begun uploads would then take more than {@code room} bytes; whether it did. */
    boolean add(StoredFile file, long room);

    Optional<StoredFile> byId(FileId id);

    /** The owner's files, newest first. */
    Page<StoredFile> of(PersonId owner, Slice slice);

    /** Opens the owner's file to everybody or closes it; the file as it is now, empty where there is none of this owner's. */
    Optional<StoredFile> publish(FileId id, PersonId owner, boolean published);

    /** Forgets the file if it is this owner's. */
    Removed remove(FileId id, PersonId owner);

    /** Bytes that the owner's files and unfinished uploads take together, these with their whole length. */
    long used(PersonId owner);

    /** Whether any file has this content. */
    boolean uses(String digest);

    /** What came of a removal. */
    sealed interface Removed {
        /** @param lastOfContent whether no other file has the same content, so that the content may go too */
        record Gone(StoredFile file, boolean lastOfContent) implements Removed {}

        record NotFound() implements Removed {}
    }
}

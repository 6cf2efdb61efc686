package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;

/**
 * A file that is still arriving, in as many requests as it takes.
 *
 * @param id what the file will be called too, once it is whole
 * @param metadata what its sender said of it, to be told again as it was; at most {@link #LONGEST_METADATA} characters
 * @param length what it will have, in bytes
 * @param received bytes that are on the disk for good, from 0 to {@code length}
 * @param turn which request has it, counted from 0: only the newest one moves it on
 * @param finished whether it has become a file
 * @param expires when it is given up, unless more of it comes before
 */
public record Upload(
        FileId id,
        PersonId owner,
        FileName name,
        String metadata,
        long length,
        long received,
        int turn,
        boolean finished,
        Instant created,
        Instant expires) {
    public static final int LONGEST_METADATA = 4_096;

    /** Whether every byte is here. */
    public boolean isWhole() {
        return received == length;
    }

    /** The same upload, further on. */
    public Upload at(long offset, Instant until) {
        return new Upload(id, owner, name, metadata, length, offset, turn, finished, created, until);
    }
}

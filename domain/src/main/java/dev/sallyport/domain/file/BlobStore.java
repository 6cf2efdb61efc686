package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Where the bytes of files lie, by their digest. Nothing half written is ever visible (T50). */
public interface BlobStore {
    /**
     * Takes all of {@code content}, at most {@code limit} bytes, and keeps it durably.
     *
     * @throws IOException when the content breaks off or the disk fails; nothing is kept then
     */
    Kept keep(InputStream content, long limit) throws IOException;

    /** The content as a file of this machine, where this store has it as one (zero copy). */
    Optional<Path> path(String digest);

    boolean delete(String digest) throws IOException;

    /** What came of keeping. */
    sealed interface Kept {
        /** @param head the first 4,096 bytes or fewer, to tell the media type from */
        record Whole(String digest, long size, byte[] head) implements Kept {}

        record TooLarge(long limit) implements Kept {}
    }
}

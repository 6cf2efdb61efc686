package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the bytes of files lie, by their digest. Nothing half written is ever visible (T50). */
public interface BlobStore {
    /**
     * Takes all of {@code content}, at most {@code limit} bytes, and keeps it durably.
     *
     * @throws IOException when the content breaks off or the disk fails; nothing is kept then
     */
    Kept keep(InputStream content, long limit) throws IOException;

    /** Whether the content is there. */
    boolean has(String digest) throws IOException;

    /**
     * The content's bytes from {@code offset} on, {@code length} of them.
     *
     * @throws java.nio.file.NoSuchFileException where it is not there
     */
    InputStream open(String digest, long offset, long length) throws IOException;

    /** The content as a file of this machine, where this store has it as one (zero copy). */
    Optional<Path> path(String digest);

    /** Something small that was made of the content and kept under {@code name}. */
    Optional<byte[]> derived(String digest, String name) throws IOException;

    /**
     * Keeps something small that was made of the content; it goes with the content.
     *
     * @param name 1 to 32 of {@code a-z 0-9 -}
     */
    void keepDerived(String digest, String name, byte[] bytes) throws IOException;

    /** Takes the content out of sight, to be deleted or put back; empty where it is not there. */
    Optional<Aside> setAside(String digest) throws IOException;

    /** Puts back what was set aside; nothing when somebody else did so. */
    void putBack(Aside aside) throws IOException;

    /** Deletes what was set aside and what was made of it; nothing when somebody else did so. */
    void drop(Aside aside) throws IOException;

    /** What was set aside and neither put back nor deleted, as a kill leaves it. */
    List<Aside> leftAside() throws IOException;

    /** Shows {@code visitor} the digest of every content that was written last before {@code before}. */
    void visit(Instant before, Consumer<String> visitor) throws IOException;

    /** Removes unfinished uploads that took in nothing since {@code before}; says how many. */
    int forgetUnfinished(Instant before) throws IOException;

    /** A content out of sight, under a name of its own, so that two who set the same aside do not delete for each other. */
    record Aside(String digest, String name) {}

    /** What came of keeping. */
    sealed interface Kept {
        /** @param head the first 4,096 bytes or fewer, to tell the media type from */
        record Whole(String digest, long size, byte[] head) implements Kept {}

        record TooLarge(long limit) implements Kept {}
    }
}

package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Consumer;

/** Where the bytes of unfinished uploads lie. Nobody sees them before they are whole (T50). */
public interface StagedBytes {
    /**
     * Reads {@code content} to its end, at most {@code most} bytes, and keeps it durably behind what {@code upload} has received.
     * It counts once it is noted in the upload's row; until then the next turn puts its own in its place.
     *
     * @return how many bytes were kept
     * @throws IOException when the store fails; what was written then counts for nothing
     */
    long take(Upload upload, InputStream content, long most) throws IOException;

    /**
     * Makes the first {@code length} bytes a content of the {@link BlobStore}. They stay here too until they are forgotten, so that
     * doing it again does no harm.
     */
    BlobStore.Kept.Whole settle(FileId id, long length) throws IOException;

    /** Deletes what there is of the upload. */
    void forget(FileId id) throws IOException;

    /** Shows {@code visitor} every upload whose bytes were written last before {@code before}. */
    void visit(Instant before, Consumer<FileId> visitor) throws IOException;
}

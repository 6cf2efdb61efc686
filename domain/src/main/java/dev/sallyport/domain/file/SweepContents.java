package dev.sallyport.domain.file;

import dev.sallyport.domain.file.BlobStore.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Removes contents that no file has, such as a process leaves that is killed between the content and its row, and uploads
 * that nobody finishes.
 */
public final class SweepContents {
    /** What was written within this time is left alone: an upload may be about to enter its row. */
    public static final Duration STAY = Duration.ofHours(1);

    private final BlobStore blobs;
    private final RemoveContent contents;
    private final ContentLocks locks;
    private final InstantSource clock;

    public SweepContents(FileStore files, BlobStore blobs, ContentLocks locks, InstantSource clock) {
        this.blobs = blobs;
        this.contents = new RemoveContent(files, blobs);
        this.locks = locks;
        this.clock = clock;
    }

    /** Says how many contents and unfinished uploads went. */
    public int sweep() throws IOException {
        Instant before = clock.instant().minus(STAY);
        var gone = new AtomicInteger(blobs.forgetUnfinished(before));
        try {
            for (Aside aside : blobs.leftAside()) {
                gone.addAndGet(went(aside.digest(), () -> contents.settled(aside)));
            }
            blobs.visit(before, digest -> gone.addAndGet(went(digest, () -> contents.unlessUsed(digest))));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return gone.get();
    }

    private int went(String digest, Step step) {
        return locks.with(digest, () -> {
            try {
                return step.run() ? 1 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private interface Step {
        boolean run() throws IOException;
    }
}

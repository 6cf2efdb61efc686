package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Forgets uploads that nobody goes on with, and bytes whose upload is gone, as a kill leaves them. */
public final class SweepUploads {
    /** How long an upload is kept of which nothing more comes. */
    public static final Duration STAY = Duration.ofDays(1);

    private static final int MOST = 1_000;

    private final UploadStore uploads;
    private final StagedBytes staged;
    private final InstantSource clock;

    public SweepUploads(UploadStore uploads, StagedBytes staged, InstantSource clock) {
        this.uploads = uploads;
        this.staged = staged;
        this.clock = clock;
    }

    /** Says how many uploads went, counting bytes without an upload. */
    public int sweep() throws IOException {
        Instant now = clock.instant();
        int gone = 0;
        for (FileId id : uploads.expired(now, MOST)) {
            if (uploads.expire(id, now)) {
                staged.forget(id);
                gone++;
            }
        }
        return gone + withoutRow(now.minus(SweepContents.STAY));
    }

    private int withoutRow(Instant before) throws IOException {
        var gone = new AtomicInteger();
        try {
            staged.visit(before, id -> {
                if (uploads.byId(id).isEmpty()) {
                    forget(id);
                    gone.incrementAndGet();
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return gone.get();
    }

    private void forget(FileId id) {
        try {
            staged.forget(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

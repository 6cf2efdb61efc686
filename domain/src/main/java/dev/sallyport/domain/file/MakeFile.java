package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.person.PersonId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;

/** The house makes a file for a person, whatever room they have left. Nothing of it is seen before it is whole. */
public final class MakeFile {
    private static final int PIPE = 64 * 1024;

    /** More than any file has, and less than a sum of sizes can be. */
    private static final long NO_LIMIT = 1L << 62;

    private final FileStore files;
    private final BlobStore blobs;
    private final RemoveContent contents;
    private final ContentLocks locks;
    private final InstantSource clock;
    private final RandomSource random;

    public MakeFile(FileStore files, BlobStore blobs, ContentLocks locks, InstantSource clock, RandomSource random) {
        this.files = files;
        this.blobs = blobs;
        this.contents = new RemoveContent(files, blobs);
        this.locks = locks;
        this.clock = clock;
        this.random = random;
    }

    /** Writes the bytes of the file. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /**
     * Makes the file of what {@code writing} writes.
     *
     * @throws IOException when it cannot be kept; nothing is there then
     */
    public StoredFile make(PersonId owner, FileName name, String type, Writing writing) throws IOException {
        return switch (kept(writing)) {
            case BlobStore.Kept.Whole whole -> entered(owner, name, type, whole);
            case BlobStore.Kept.TooLarge(long limit) -> throw new IOException("no file has " + limit + " bytes");
        };
    }

    private StoredFile entered(PersonId owner, FileName name, String type, BlobStore.Kept.Whole whole)
            throws IOException {
        Instant now = clock.instant();
        var file = new StoredFile(
                new FileId(random.uuid(now)), owner, name.value(), whole.size(), type, whole.digest(), now);
        boolean here = locks.with(whole.digest(), () -> entered(file));
        if (!here) {
            throw new IOException("the content was deleted at the moment when it came");
        }
        return file;
    }

    /** The row is written before it is looked whether the content is still there ({@link RemoveContent}). */
    private boolean entered(StoredFile file) {
        try {
            boolean here = files.add(file, NO_LIMIT) && blobs.has(file.digest());
            if (!here) {
                contents.file(file.id(), file.owner());
            }
            return here;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a file that was made back, where it is there still. */
    public void drop(FileId id, PersonId owner) {
        files.byId(id).ifPresent(file -> locks.with(file.digest(), () -> contents.file(id, owner)));
    }

    /** The store reads while another thread writes; where the writing fails, the reading does too, and nothing is kept. */
    private BlobStore.Kept kept(Writing writing) throws IOException {
        var out = new PipedOutputStream();
        try (var in = new Piped(out)) {
            Thread writer = Thread.ofVirtual().name("make-file").start(() -> in.fill(writing, out));
            try {
                return blobs.keep(in, NO_LIMIT);
            } finally {
                writer.interrupt();
            }
        }
    }

    private static final class Piped extends InputStream {
        private final PipedInputStream pipe;
        private volatile Throwable failure;

        Piped(PipedOutputStream out) throws IOException {
            this.pipe = new PipedInputStream(out, PIPE);
        }

        void fill(Writing writing, PipedOutputStream out) {
            try {
                writing.to(out);
            } catch (IOException | RuntimeException | Error e) {
                // Before the end is seen.
                failure = e;
            } finally {
                close(out);
            }
        }

        private void close(PipedOutputStream out) {
            try {
                out.close();
            } catch (IOException e) {
                failure = e;
            }
        }

        @Override
        public int read() throws IOException {
            return sound(pipe.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return sound(pipe.read(into, offset, length));
        }

        /** An end that the writer did not mean is none. */
        private int sound(int read) throws IOException {
            if (read < 0 && failure != null) {
                throw new IOException("the file could not be written: " + failure.getMessage(), failure);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            pipe.close();
        }
    }
}

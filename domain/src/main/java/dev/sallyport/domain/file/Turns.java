package dev.sallyport.domain.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Who may write to an upload: one request at a time, and the newest. A client whose connection broke comes back long before
 * the server knows that the old one is dead, so the old one is told to let go, and keeps what it has. Within one process;
 * across processes {@link UploadStore#turn} says whose notes count.
 */
public final class Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Of so many that want the same upload at once, the others are told that it is taken. */
    private static final int TRIES = 3;

    private final Map<FileId, Turn> running = new ConcurrentHashMap<>();

    /** The turn at the upload, once whoever had it let go; empty where they did not, or where others were quicker. */
    Optional<Turn> next(FileId id) {
        var mine = new Turn(id);
        for (int tries = 1; ; tries++) {
            Turn before = running.putIfAbsent(id, mine);
            if (before == null) {
                return Optional.of(mine);
            }
            // Whoever will not try again tells nobody to let go, or both would end with nothing.
            if (tries > TRIES || !before.letsGo()) {
                return Optional.empty();
            }
        }
    }

    /** One request's time at an upload. */
    final class Turn {
        private final FileId id;
        private final CountDownLatch ended = new CountDownLatch(1);
        private boolean called;
        private Thread reader;

        private Turn(FileId id) {
            this.id = id;
        }

        /** What the request brings, until somebody else wants the turn. */
        InputStream over(InputStream content) {
            return new FilterInputStream(content) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    waits();
                    try {
                        return in.read(bytes, offset, length);
                    } finally {
                        goesOn();
                    }
                }
            };
        }

        private synchronized void waits() throws IOException {
            if (called) {
                throw new IOException("another request goes on with this upload");
            }
            reader = Thread.currentThread();
        }

        /** The interruption was for the reading alone; what was read must still be written. */
        private synchronized void goesOn() {
            reader = null;
            if (called) {
                Thread.interrupted();
            }
        }

        private boolean letsGo() {
            synchronized (this) {
                called = true;
                if (reader != null) {
                    reader.interrupt();
                }
            }
            try {
                return ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Does the step and gives the turn back. */
        <T> T during(Function<Turn, T> step) {
            try {
                return step.apply(this);
            } finally {
                running.remove(id, this);
                ended.countDown();
            }
        }
    }
}

package dev.sallyport.domain.file;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Keeps the last step of an upload and the deletion of the same content apart, within one process, so that neither gets in
 * the other's way. Processes that share a directory may, and lose nothing ({@link RemoveContent}).
 */
public final class ContentLocks {
    private static final int STRIPES = 64;

    private final Lock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(Lock[]::new);

    <T> T with(String digest, Supplier<T> step) {
        Lock lock = stripes[Math.floorMod(digest.hashCode(), STRIPES)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}

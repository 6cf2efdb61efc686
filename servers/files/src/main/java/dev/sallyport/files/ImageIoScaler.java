package dev.sallyport.files;

import dev.sallyport.domain.file.FileContent;
import dev.sallyport.domain.file.ImageScaler;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.kit.pool.BoundedPool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Small pictures by the JDK's own readers. How many pixels there are is read before any of them, and they are thinned out while
 * they are decoded, so that a picture takes a few megabytes of memory whatever it claims to be (T43); a progressive JPEG cannot be,
 * and has a lower limit. A few at once, in a pool of their own.
 */
public final class ImageIoScaler implements ImageScaler {
    /** As many pixels as are looked at: the time for them is a second or two. */
    static final long MOST_PIXELS = 64_000_000;

    /** Of a progressive JPEG, which is decoded as a whole: 100 MB of memory at most. */
    static final long MOST_PROGRESSIVE = 16_000_000;

    static final int LONGEST_SIDE = 32_000;

    /** As many bytes as are read. */
    static final long MOST_BYTES = 64L << 20;

    private static final int WAITING = 32;
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/bmp");

    private final BoundedPool pool;

    /** @param atOnce pictures made at the same time, from 1 */
    public ImageIoScaler(int atOnce) {
        this.pool = new BoundedPool("thumbnails", atOnce, WAITING);
    }

    @Override
    public Scaled scale(StoredFile file, FileContent content, int size) throws IOException {
        if (!TYPES.contains(file.type())) {
            return new Scaled.NoPicture();
        }
        if (file.size() > MOST_BYTES) {
            return new Scaled.TooLarge();
        }
        try {
            return switch (pool.run(() -> scaled(file, content, size))) {
                case BoundedPool.Ran.Done<Scaled>(Scaled made) -> made;
                case BoundedPool.Ran.Full<Scaled>() -> new Scaled.Busy();
            };
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static Scaled scaled(StoredFile file, FileContent content, int size) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(file.type());
        if (!readers.hasNext()) {
            return new Scaled.NoPicture();
        }
        ImageReader reader = readers.next();
        try {
            return scaled(reader, file, content, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
        }
    }

    private static Scaled scaled(ImageReader reader, StoredFile file, FileContent content, int size)
            throws IOException {
        Optional<Path> local = content.local();
        if (local.isPresent()) {
            try (var stream = new FileImageInputStream(local.get().toFile())) {
                return picture(reader, stream, size);
            }
        }
        try (InputStream bytes = content.open(0, file.size());
                var stream = new FileCacheImageInputStream(bytes, null)) {
            return picture(reader, stream, size);
        }
    }

    /** A broken picture is none; its reader says so by every kind of exception. */
    private static Scaled picture(ImageReader reader, ImageInputStream stream, int size) {
        try {
            return Picture.of(reader, stream, size);
        } catch (IOException | RuntimeException broken) {
            return new Scaled.NoPicture();
        }
    }
}

package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.BlobStore.Kept;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A folder of this machine through which contents go on their way, so that they are never whole in memory. */
public final class Spool {
    private static final int HEAD = 4_096;
    private static final int CHUNK = 64 * 1024;

    private final Path folder;

    private Spool(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder, making it where there is none. */
    public static Spool open(Path folder) throws IOException {
        return new Spool(Files.createDirectories(folder));
    }

    /**
     * What was spooled, until its step is done.
     *
     * @param head the first 4,096 bytes or fewer
     */
    public record Spooled(Path file, String digest, long size, byte[] head) {}

    /** What is done with it. */
    @FunctionalInterface
    public interface Step<T> {
        T of(Spooled spooled) throws IOException;
    }

    /** Takes all of {@code content} and does the step, unless it has more than {@code limit} bytes. */
    Kept through(InputStream content, long limit, Step<Kept> step, boolean forced) throws IOException {
        return with(
                content,
                limit + 1,
                forced,
                spooled -> spooled.size() > limit ? new Kept.TooLarge(limit) : step.of(spooled));
    }

    /** The same for who puts it elsewhere, so that it need not last here. */
    public Kept through(InputStream content, long limit, Step<Kept> step) throws IOException {
        return through(content, limit, step, false);
    }

    /** Takes at most {@code most} bytes of {@code content} and does the step. */
    public <T> T beginning(InputStream content, long most, Step<T> step) throws IOException {
        return with(content, most, false, step);
    }

    private <T> T with(InputStream content, long most, boolean forced, Step<T> step) throws IOException {
        Path temporary = Files.createTempFile(folder, "", ".part");
        try {
            return step.of(spooled(content, most, forced, temporary));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Spooled spooled(InputStream content, long most, boolean forced, Path temporary) throws IOException {
        MessageDigest sha = sha256();
        var head = new ByteArrayOutputStream();
        long size = 0;
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK];
            while (size < most) {
                int read = content.read(chunk, 0, (int) Math.min(CHUNK, most - size));
                if (read < 0) {
                    break;
                }
                size += read;
                sha.update(chunk, 0, read);
                head.write(chunk, 0, Math.min(read, HEAD - head.size()));
                ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            }
            if (forced) {
                file.force(true);
            }
        }
        return new Spooled(temporary, HexFormat.of().formatHex(sha.digest()), size, head.toByteArray());
    }

    /** Deletes what was written last before {@code before}, as a kill leaves it; says how many. */
    public int forget(Instant before) throws IOException {
        int gone = 0;
        try (Stream<Path> files = Files.list(folder)) {
            // A file that is gone meanwhile has the time 0 and counts as old; whoever deletes it finds nothing.
            for (Path old : files.filter(file -> file.toFile().lastModified() < before.toEpochMilli())
                    .toList()) {
                gone += Files.deleteIfExists(old) ? 1 : 0;
            }
        }
        return gone;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

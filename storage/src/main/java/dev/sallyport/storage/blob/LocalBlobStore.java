package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.BlobStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Contents as files of one directory, each under its digest: {@code ab/cd/abcd…}. A content is written beside, forced to the
 * disk, and moved into place in one step, so that what is there is whole (T50).
 */
public final class LocalBlobStore implements BlobStore {
    private static final int HEAD = 4_096;
    private static final int CHUNK = 65_536;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Path unfinished;

    private LocalBlobStore(Path root) {
        this.root = root;
        this.unfinished = root.resolve("unfinished");
    }

    /** Opens the directory, making it where there is none, and removes what an earlier process left unfinished. */
    public static LocalBlobStore open(Path root) throws IOException {
        var store = new LocalBlobStore(root);
        Files.createDirectories(store.unfinished);
        try (Stream<Path> left = Files.list(store.unfinished)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        return store;
    }

    @Override
    public Kept keep(InputStream content, long limit) throws IOException {
        Path temporary = Files.createTempFile(unfinished, "", ".part");
        try {
            return keep(content, limit, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Kept keep(InputStream content, long limit, Path temporary) throws IOException {
        MessageDigest sha = sha256();
        var head = new ByteArrayOutputStream();
        long size = 0;
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                size += read;
                if (size > limit) {
                    return new Kept.TooLarge(limit);
                }
                sha.update(chunk, 0, read);
                head.write(chunk, 0, Math.min(read, HEAD - head.size()));
                ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            }
            file.force(true);
        }
        String digest = HexFormat.of().formatHex(sha.digest());
        moveIntoPlace(temporary, at(digest));
        return new Kept.Whole(digest, size, head.toByteArray());
    }

    private void moveIntoPlace(Path temporary, Path place) throws IOException {
        Path folder = place.getParent();
        Files.createDirectories(folder);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        // The names must be on the disk too: of the file in its folder, and of the folders above it.
        for (Path changed = folder; changed.startsWith(root); changed = changed.getParent()) {
            force(changed);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<Path> path(String digest) {
        return DIGEST.matcher(digest).matches()
                ? Optional.of(at(digest)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    @Override
    public boolean delete(String digest) throws IOException {
        return DIGEST.matcher(digest).matches() && Files.deleteIfExists(at(digest));
    }

    private Path at(String digest) {
        return root.resolve(digest.substring(0, 2))
                .resolve(digest.substring(2, 4))
                .resolve(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

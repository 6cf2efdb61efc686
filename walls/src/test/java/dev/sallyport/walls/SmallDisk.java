package dev.sallyport.walls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk of its own under a folder, so small that a test can fill it: a file that is mounted (ext4), or memory where none can be. */
final class SmallDisk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
    private static final int MIB = 1 << 20;

    private final Path folder;
    private final Path image;

    private SmallDisk(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
    }

    /** Mounts one; empty, and the log says why, where that is not allowed. */
    static Optional<SmallDisk> at(Path folder, int mebibytes) throws IOException, InterruptedException {
        Path place = Files.createDirectories(folder).toRealPath();
        var disk = new SmallDisk(place, place.resolveSibling(place.getFileName() + ".image"));
        try (FileChannel image =
                FileChannel.open(disk.image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            image.write(ByteBuffer.allocate(1), (long) mebibytes * MIB - 1);
        }
        // No blocks kept back for root, who runs these tests.
        String why = said("mkfs.ext4", "-q", "-F", "-m", "0", disk.image.toString());
        if (why.isEmpty()) {
            why = said("mount", "-o", "loop", disk.image.toString(), place.toString());
        }
        if (!why.isEmpty()) {
            why += said("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", place.toString());
            LOG.info("no file can be a disk here: {}", why);
        }
        if (isMounted(place)) {
            return Optional.of(disk);
        }
        Files.delete(disk.image);
        return Optional.empty();
    }

    /** Whether another disk begins there. */
    private static boolean isMounted(Path place) throws IOException {
        return !Files.getFileStore(place).equals(Files.getFileStore(place.getParent()));
    }

    /** What the program had to say, if it did not do it. */
    private static String said(String... command) throws IOException, InterruptedException {
        try {
            Tool.Ran ran = Tool.run(Path.of("."), command);
            return ran.exit() == 0 ? "" : command[0] + ": " + ran.said().strip();
        } catch (IOException missing) {
            return command[0] + " is not here";
        }
    }

    Path folder() {
        return folder;
    }

    /** Takes all the room that is left, to the last block. */
    void fill() throws IOException, InterruptedException {
        long most = Files.getFileStore(folder).getUsableSpace() - MIB;
        String why = said("fallocate", "-l", Long.toString(Math.max(1, most)), filler().toString());
        if (!why.isEmpty()) {
            LOG.debug("so all of it is written: {}", why);
        }
        try (FileChannel filler = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = MIB; size >= 512; size /= 2) {
                writeAll(filler, size);
            }
        }
    }

    private static void writeAll(FileChannel filler, int size) {
        try {
            while (filler.write(ByteBuffer.allocate(size)) > 0) {
                // Further.
            }
            filler.force(false);
        } catch (IOException full) {
            // That is what it is for.
        }
    }

    /** Gives the room back. */
    void makeRoom() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Whoever used it should have ended. */
    @Override
    public void close() throws IOException {
        try {
            String why = said("umount", folder.toString());
            if (!why.isEmpty()) {
                LOG.warn("somebody still uses a small disk, so it goes when they do: {}", why);
                said("umount", "-l", folder.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(image);
        }
    }
}

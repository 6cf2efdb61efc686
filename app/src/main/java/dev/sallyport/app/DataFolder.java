package dev.sallyport.app;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.token.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The folder of everything that lasts, held by one process at a time. */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "sallyport.lock";

    /** Below this a database cannot be relied on to write its log and its pages. */
    private static final long LEAST_SPACE = 16L << 20;

    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
        this.lock = lock;
    }

    /** Makes the folder where there is none, readable by its owner alone. */
    static void make(Path folder) {
        try {
            Files.createDirectories(folder, ownersOnly(folder, "rwx------"));
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder " + folder.toAbsolutePath() + " cannot be made: " + told(e),
                    "Make it writable for this user, or name another with --data.");
        }
        if (!Files.isWritable(folder)) {
            throw new CannotStart(
                    "the data folder " + folder.toAbsolutePath() + " cannot be written.",
                    "Make it writable for this user, or name another with --data.");
        }
    }

    /** Why nothing more can be kept there, if the disk is full or nearly so. */
    static Optional<String> shortage(Path folder) {
        try {
            long left = Files.getFileStore(folder).getUsableSpace();
            return left >= LEAST_SPACE
                    ? Optional.empty()
                    : Optional.of("the disk of the data folder is full: " + (left >> 10) + " KiB left, "
                            + (LEAST_SPACE >> 20) + " MiB are needed");
        } catch (IOException e) {
            return Optional.of("the disk of the data folder does not say how full it is: " + told(e));
        }
    }

    /** Bytes left on the disk of the folder; {@code NaN} where it does not say. */
    static double free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException untold) {
            return Double.NaN;
        }
    }

    /** Holds the folder until {@link #close}; a second process is turned away. */
    static DataFolder hold(Path folder) {
        make(folder);
        shortage(folder).ifPresent(why -> {
            throw new CannotStart(
                    why + " (" + folder.toAbsolutePath() + ").",
                    "Make room there, or name another folder with --data.");
        });
        Path file = folder.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (held(channel)) {
                return new DataFolder(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder " + folder.toAbsolutePath() + " cannot be held by " + LOCK + ": " + told(e),
                    "Make it writable for this user, or name another with --data.");
        }
        throw new CannotStart(
                "another Sallyport is running on the data folder " + folder.toAbsolutePath() + ".",
                "Stop it first, or name another folder with --data.");
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /** The installation's key; made at the first start, readable by its owner alone. */
    static MasterKey masterKey(Path file, RandomSource random) {
        try {
            if (!Files.exists(file)) {
                write(file, random.bytes(MasterKey.LENGTH));
            }
            byte[] key = read(file);
            if (key.length != MasterKey.LENGTH) {
                throw new CannotStart(
                        "the master key " + file.toAbsolutePath() + " does not hold exactly " + MasterKey.LENGTH
                                + " bytes.",
                        "Restore it from a backup. Without it no sealed secret of this installation can be opened.");
            }
            return new MasterKey(key, random);
        } catch (IOException e) {
            throw new CannotStart(
                    "the master key " + file.toAbsolutePath() + " cannot be read or made: " + told(e),
                    "Is the disk full? May this user write there? master_key_file names another file.");
        }
    }

    /** At most one byte more than a key has, whatever the file is. */
    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MasterKey.LENGTH + 1);
        }
    }

    /** Whole and on the disk, or not there. */
    private static void write(Path file, byte[] key) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownersOnly(file.toAbsolutePath().getParent(), "rw-------"))) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            return;
        } catch (UnsupportedOperationException noLinksHere) {
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static String told(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String kind = e.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .replace(" Exception", "");
        return e.getMessage() == null
                ? kind
                : kind.equals("IOException") ? e.getMessage() : kind + ", " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException alreadyGone) {
            // The lock goes with the process at the latest.
        }
    }
}

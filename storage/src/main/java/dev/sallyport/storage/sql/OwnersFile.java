package dev.sallyport.storage.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with secrets in them: for their owner's eyes, on the disk for good, or gone. */
final class OwnersFile {
    private OwnersFile() {}

    /** Takes the rights of everybody but the owner away, where the file system has such rights. */
    static void only(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** A new empty file that nobody else could read at any moment. */
    static Path temporary(String name) throws IOException {
        return Files.createTempFile("sallyport", name);
    }

    /** Waits until the file, or the names in a folder, are on the disk. */
    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes the file if it is there. */
    static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // It is ours, in a folder of ours, and the next run removes it.
        }
    }
}

package dev.sallyport.storage.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was made of contents, as files: {@code ab/abcd…/thumbnail-64}. It can be made again, so nothing is forced to the disk. */
final class LocalDerived {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private final Path root;

    LocalDerived(Path root) {
        this.root = root;
    }

    Optional<byte[]> find(String digest, String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(at(digest).resolve(checked(name))));
        } catch (NoSuchFileException notMade) {
            return Optional.empty();
        }
    }

    /** Takes the file away and keeps it. */
    Path keep(String digest, String name, Path file) throws IOException {
        Files.createDirectories(at(digest));
        return Files.move(file, at(digest).resolve(checked(name)), StandardCopyOption.ATOMIC_MOVE);
    }

    void forget(String digest) throws IOException {
        Path folder = at(digest);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path one : all.toList()) {
                    Files.deleteIfExists(one);
                }
            }
            Files.deleteIfExists(folder);
        }
    }

    private Path at(String digest) {
        return root.resolve(digest.substring(0, 2)).resolve(digest);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of something made: " + name);
        }
        return name;
    }
}

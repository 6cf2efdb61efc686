package dev.sallyport.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file that is laborious to make, such as a database with its whole schema: made once in a run, and copied for each test that
 * begins with one of its own.
 */
public final class Template {
    private final Consumer<Path> maker;
    private byte[] made;

    /** @param maker makes the file at the path it is given, and leaves it closed */
    public Template(Consumer<Path> maker) {
        this.maker = maker;
    }

    /**
     * A copy at that place, whose folder is made where it is missing; a file that is there already stays as it is.
     *
     * @return the place
     */
    public Path at(Path place) {
        try {
            if (!Files.exists(place)) {
                Files.createDirectories(place.toAbsolutePath().getParent());
                Files.write(place, bytes());
            }
            return place;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized byte[] bytes() throws IOException {
        if (made == null) {
            Path folder = Files.createTempDirectory("sallyport-template");
            Path first = folder.resolve("made");
            try {
                maker.accept(first);
                made = Files.readAllBytes(first);
            } finally {
                Files.deleteIfExists(first);
                Files.delete(folder);
            }
        }
        return made;
    }
}

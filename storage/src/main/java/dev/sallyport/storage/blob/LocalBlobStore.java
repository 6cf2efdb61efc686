package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents as files of one directory, each under its digest: {@code ab/cd/abcd…}. A content is written beside, forced to the
 * disk, and moved into place in one step, so that what is there is whole (T50). Several processes may share the directory.
 */
public final class LocalBlobStore implements BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBlobStore.class);
    private static final int DIGITS = 64;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** The name of what was set aside, in a folder of its own. */
    private static final String CONTENT = "content";

    private static final Pattern PAIR = Pattern.compile("[0-9a-f]{2}");

    private final Path root;
    private final Spool spool;
    private final Path aside;
    private final LocalDerived made;

    private LocalBlobStore(Path root, Spool spool) {
        this.root = root;
        this.spool = spool;
        this.aside = root.resolve("aside");
        this.made = new LocalDerived(root.resolve("derived"));
    }

    /** Opens the directory, making it where there is none. */
    public static LocalBlobStore open(Path root) throws IOException {
        var store = new LocalBlobStore(root, Spool.open(root.resolve("unfinished")));
        Files.createDirectories(store.aside);
        return store;
    }

    @Override
    public Kept keep(InputStream content, long limit) throws IOException {
        return spool.through(content, limit, this::kept, true);
    }

    private Kept kept(Spool.Spooled spooled) throws IOException {
        moveIntoPlace(spooled.file(), at(spooled.digest()));
        return new Kept.Whole(spooled.digest(), spooled.size(), spooled.head());
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

    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public boolean has(String digest) {
        return path(digest).isPresent();
    }

    @Override
    public InputStream open(String digest, long offset, long length) throws IOException {
        Path content = path(digest).orElseThrow(() -> new NoSuchFileException(digest));
        FileChannel file = FileChannel.open(content, StandardOpenOption.READ).position(offset);
        return new Beginning(Channels.newInputStream(file), length);
    }

    @Override
    public Optional<Path> path(String digest) {
        return DIGEST.matcher(digest).matches()
                ? Optional.of(at(digest)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    @Override
    public Optional<byte[]> derived(String digest, String name) throws IOException {
        return has(digest) ? made.find(digest, name) : Optional.empty();
    }

    /** Whoever deletes the content meanwhile has looked for what is made of it too early; so it is looked again here. */
    @Override
    public void keepDerived(String digest, String name, byte[] bytes) throws IOException {
        spool.beginning(
                new ByteArrayInputStream(bytes), bytes.length, written -> made.keep(digest, name, written.file()));
        if (!has(digest)) {
            made.forget(digest);
        }
    }

    @Override
    public Optional<Aside> setAside(String digest) throws IOException {
        if (path(digest).isEmpty()) {
            return Optional.empty();
        }
        Path place = Files.createTempDirectory(aside, digest);
        try {
            Files.move(at(digest), place.resolve(CONTENT), StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new Aside(digest, place.getFileName().toString()));
        } catch (NoSuchFileException anotherWasQuicker) {
            Files.deleteIfExists(place);
            return Optional.empty();
        }
    }

    @Override
    public void putBack(Aside content) throws IOException {
        Path place = aside.resolve(content.name());
        try {
            moveIntoPlace(place.resolve(CONTENT), at(content.digest()));
            Files.deleteIfExists(place);
        } catch (NoSuchFileException settled) {
            LOG.debug("{} was put back or deleted by another", content.name());
        }
    }

    @Override
    public void drop(Aside content) throws IOException {
        Path place = aside.resolve(content.name());
        made.forget(content.digest());
        Files.deleteIfExists(place.resolve(CONTENT));
        Files.deleteIfExists(place);
    }

    @Override
    public List<Aside> leftAside() throws IOException {
        try (Stream<Path> left = Files.list(aside)) {
            return left.map(file -> file.getFileName().toString())
                    .filter(name -> name.length() > DIGITS)
                    .map(name -> new Aside(name.substring(0, DIGITS), name))
                    .filter(content -> DIGEST.matcher(content.digest()).matches())
                    .toList();
        }
    }

    @Override
    public void visit(Instant before, Consumer<String> visitor) throws IOException {
        for (Path first : folders(root)) {
            for (Path second : folders(first)) {
                for (Path content : old(second, before)) {
                    String name = content.getFileName().toString();
                    if (DIGEST.matcher(name).matches()) {
                        visitor.accept(name);
                    }
                }
            }
        }
    }

    @Override
    public int forgetUnfinished(Instant before) throws IOException {
        return spool.forget(before);
    }

    /** The folders of two hex digits. */
    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child ->
                            PAIR.matcher(child.getFileName().toString()).matches())
                    .toList();
        }
    }

    private static List<Path> old(Path folder, Instant before) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOld(file.toFile(), before)).toList();
        }
    }

    /** A file that is gone meanwhile has the time 0 and counts as old; whoever deletes it finds nothing. */
    private static boolean isOld(File file, Instant before) {
        return file.lastModified() < before.toEpochMilli();
    }

    private Path at(String digest) {
        return root.resolve(digest.substring(0, 2))
                .resolve(digest.substring(2, 4))
                .resolve(digest);
    }
}

package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.domain.file.Upload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unfinished uploads as one growing file each, in a folder of this machine. */
public final class LocalStaging implements StagedBytes {
    private static final int CHUNK = 256 * 1024;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path folder;
    private final BlobStore contents;

    private LocalStaging(Path folder, BlobStore contents) {
        this.folder = folder;
        this.contents = contents;
    }

    /** Opens the folder, making it where there is none; what is whole goes to {@code contents}. */
    public static LocalStaging open(Path folder, BlobStore contents) throws IOException {
        return new LocalStaging(Files.createDirectories(folder), contents);
    }

    @Override
    public long take(Upload upload, InputStream content, long most) throws IOException {
        try (FileChannel file =
                FileChannel.open(at(upload.id()), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.size() < upload.received()) {
                throw missing(upload.id());
            }
            long taken = copy(content, file, upload.received(), most);
            file.force(true);
            if (upload.received() == 0) {
                LocalBlobStore.force(folder);
            }
            return taken;
        }
    }

    private static long copy(InputStream content, FileChannel file, long offset, long most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long taken = 0;
        while (taken < most) {
            int read = content.read(chunk, 0, (int) Math.min(CHUNK, most - taken));
            if (read < 0) {
                break;
            }
            ByteBuffer rest = ByteBuffer.wrap(chunk, 0, read);
            while (rest.hasRemaining()) {
                taken += file.write(rest, offset + taken);
            }
        }
        return taken;
    }

    /**
     * By a copy, not by a second name: who still writes here, in another process perhaps, must not reach what was looked at and
     * lies under its digest, which others may have too.
     */
    @Override
    public Kept.Whole settle(FileId id, long length) throws IOException {
        if (length == 0) {
            return whole(contents.keep(InputStream.nullInputStream(), 0));
        }
        try (InputStream bytes = Files.newInputStream(at(id))) {
            Kept.Whole whole = whole(contents.keep(new Beginning(bytes, length), length));
            if (whole.size() < length) {
                throw missing(id);
            }
            return whole;
        }
    }

    private static Kept.Whole whole(Kept kept) throws IOException {
        return switch (kept) {
            case Kept.Whole whole -> whole;
            case Kept.TooLarge(long limit) -> throw new IOException("more came than the first " + limit + " bytes");
        };
    }

    private static EOFException missing(FileId id) {
        return new EOFException("of upload " + id + " less is here than was received");
    }

    @Override
    public void forget(FileId id) throws IOException {
        Files.deleteIfExists(at(id));
    }

    @Override
    public void visit(Instant before, Consumer<FileId> visitor) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toFile().lastModified() < before.toEpochMilli())
                    .map(file -> file.getFileName().toString())
                    .filter(name -> ID.matcher(name).matches())
                    .map(FileId::of)
                    .forEach(visitor);
        }
    }

    private Path at(FileId id) {
        return folder.resolve(id.toString());
    }
}

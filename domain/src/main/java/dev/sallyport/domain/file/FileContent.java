package dev.sallyport.domain.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of one file. */
public final class FileContent {
    private final BlobStore blobs;
    private final String digest;

    FileContent(BlobStore blobs, String digest) {
        this.blobs = blobs;
        this.digest = digest;
    }

    /** As a file of this machine, where it is one. */
    public Optional<Path> local() {
        return blobs.path(digest);
    }

    /** {@code length} bytes from {@code offset} on. */
    public InputStream open(long offset, long length) throws IOException {
        return blobs.open(digest, offset, length);
    }
}

package dev.sallyport.domain.file;

import dev.sallyport.domain.file.ImageScaler.Scaled;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A small picture of a file, made when it is first asked for and kept with the content. */
public final class MakeThumbnail {
    /** The sizes there are, in pixels of the longer side, so that few are kept of each. */
    public static final List<Integer> SIZES = List.of(64, 128, 256, 512, 1_024);

    private final BlobStore blobs;
    private final ImageScaler scaler;

    public MakeThumbnail(BlobStore blobs, ImageScaler scaler) {
        this.blobs = blobs;
        this.scaler = scaler;
    }

    /** @param size one of {@link #SIZES} */
    public Scaled of(StoredFile file, int size) throws IOException {
        String name = "thumbnail-" + size;
        Optional<byte[]> kept = blobs.derived(file.digest(), name);
        if (kept.isPresent()) {
            return new Scaled.Made(kept.get());
        }
        Scaled scaled = scaler.scale(file, new FileContent(blobs, file.digest()), size);
        if (scaled instanceof Scaled.Made(byte[] picture)) {
            blobs.keepDerived(file.digest(), name, picture);
        }
        return scaled;
    }
}

package dev.sallyport.files;

import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Upload;
import java.util.List;
import java.util.Optional;

/**
 * An upload on the wire.
 *
 * @param offset bytes that are here for good
 * @param file what it has become, where it has and that was not deleted
 */
record ShownUpload(
        String id,
        String name,
        long length,
        long offset,
        String createdAt,
        String expiresAt,
        Optional<ShownFile> file) {
    static ShownUpload of(Upload upload, Optional<StoredFile> file) {
        return new ShownUpload(
                upload.id().toString(),
                upload.name().value(),
                upload.length(),
                upload.received(),
                upload.created().toString(),
                upload.expires().toString(),
                file.map(ShownFile::of));
    }

    /** Unfinished uploads, newest first. */
    record All(List<ShownUpload> items) {}
}

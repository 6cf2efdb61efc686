package dev.sallyport.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.domain.file.StoredFile;

/** A file on the wire. */
record ShownFile(
        String id,
        String name,
        long size,
        String type,
        String digest,
        String createdAt,
        @JsonProperty("public") boolean published) {
    static ShownFile of(StoredFile file) {
        return new ShownFile(
                file.id().toString(),
                file.name(),
                file.size(),
                file.type(),
                file.digest(),
                file.created().toString(),
                file.published());
    }
}

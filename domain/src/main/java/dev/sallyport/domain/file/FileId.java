package dev.sallyport.domain.file;

import java.util.UUID;

/** Which file: a UUID version 7. */
public record FileId(UUID value) {
    public static FileId of(String text) {
        return new FileId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.sallyport.domain.identity;

import java.util.UUID;

/** Which linked identity: a UUID version 7. */
public record IdentityId(UUID value) {
    /** @throws IllegalArgumentException when the text is no UUID */
    public static IdentityId of(String text) {
        return new IdentityId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

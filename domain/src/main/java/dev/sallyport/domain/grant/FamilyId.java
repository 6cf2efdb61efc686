package dev.sallyport.domain.grant;

import java.util.UUID;

/** Which refresh token family: a UUID version 7. */
public record FamilyId(UUID value) {
    public static FamilyId of(String text) {
        return new FamilyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

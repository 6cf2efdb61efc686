package dev.sallyport.domain.person;

import java.util.UUID;

/** Who a person is, for ever: a UUID version 7, the {@code sub} of every token. */
public record PersonId(UUID value) {
    public static PersonId of(String text) {
        return new PersonId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

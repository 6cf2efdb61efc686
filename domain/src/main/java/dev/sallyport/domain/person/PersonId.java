package dev.sallyport.domain.person;

import java.util.UUID;

/**
 * Who a person is, for ever, the {@code sub} of every token: a UUID version 7, or the one that another program gave to somebody who
 * came from there.
 */
public record PersonId(UUID value) {
    public static PersonId of(String text) {
        return new PersonId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.sallyport.domain.session;

import java.util.UUID;

/** Which session: a UUID version 7, the {@code sid} of its tokens. It is a name, not a credential. */
public record SessionId(UUID value) {
    public static SessionId of(String text) {
        return new SessionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

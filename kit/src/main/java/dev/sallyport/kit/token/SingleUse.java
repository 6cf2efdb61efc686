package dev.sallyport.kit.token;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Instant;

/**
 * Remembers what may be seen once only. It never forgets before the time is up, however much it is given (T16): a memory that
 * is full or away must throw, so that what it would have judged is refused.
 */
@FunctionalInterface
public interface SingleUse {
    /** Whether {@code id} has not been seen; it is remembered until {@code until}. Of any number of callers one is the first. */
    boolean first(String id, Instant until);

    /** @param kind of the ids: ids of one kind are nothing to another */
    static SingleUse in(OneTimeStore store, String kind) {
        return (id, until) -> store.put(Purpose.JWT_ID, Digest.of(kind + ":" + id), kind, until);
    }
}

package dev.sallyport.domain.key;

import dev.sallyport.domain.token.Algorithm;
import java.time.Instant;
import java.util.List;

/** Where signing keys are kept. */
public interface KeyStore {
    /** Keys that have not left yet, oldest first. */
    List<SigningKey> published(Instant now);

    /**
     * Adds a key and lets every older key of its algorithm sign until {@code key.signsFrom()} and leave at
     * {@code othersLeave}, in one step.
     */
    void succeed(SigningKey key, Instant othersLeave);

    /** Adds the key unless a key of its algorithm is there already; whether it was added. For the first start, raced by many. */
    boolean addFirst(SigningKey key);

    /** The published keys of one algorithm, oldest first. */
    default List<SigningKey> published(Algorithm algorithm, Instant now) {
        return published(now).stream().filter(k -> k.algorithm() == algorithm).toList();
    }

    /** Removes keys that left before {@code before}; says how many. */
    int purge(Instant before);
}

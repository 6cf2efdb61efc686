package dev.sallyport.storage.memory;

import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.SigningKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Signing keys in memory. */
public final class MemoryKeys implements KeyStore {
    private static final Comparator<SigningKey> OLDEST_FIRST = Comparator.comparing(SigningKey::created)
            .thenComparing(key -> key.id().value());

    private final Shelf<KeyId, SigningKey> keys = new Shelf<>(Shelf.MOST);

    @Override
    public synchronized List<SigningKey> published(Instant now) {
        return keys.all().stream()
                .filter(key -> key.isPublishedAt(now))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized void succeed(SigningKey key, Instant othersLeave) {
        List<SigningKey> others = ofAlgorithm(key);
        keys.addNew(key.id(), key);
        others.forEach(other -> keys.put(other.id(), followed(other, key.signsFrom(), othersLeave)));
    }

    /** A key that has a successor already keeps its earlier times. */
    private static SigningKey followed(SigningKey key, Instant signsUntil, Instant leaves) {
        return new SigningKey(
                key.id(),
                key.algorithm(),
                key.publicJwk(),
                key.sealedPrivate(),
                key.created(),
                key.signsFrom(),
                earlier(key.signsUntil(), signsUntil),
                earlier(key.leaves(), leaves));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public synchronized boolean addFirst(SigningKey key) {
        return ofAlgorithm(key).isEmpty() && keys.add(key.id(), key);
    }

    private List<SigningKey> ofAlgorithm(SigningKey key) {
        return keys.all().stream()
                .filter(other -> other.algorithm() == key.algorithm())
                .toList();
    }

    @Override
    public synchronized int purge(Instant before) {
        return keys.removeIf(key -> key.leaves().isBefore(before), Integer.MAX_VALUE);
    }
}

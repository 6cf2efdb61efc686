package dev.sallyport.kit.token;

import dev.sallyport.domain.key.KeyId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys that are published now, cached: asked for again after {@link #FRESH}, and sooner, but not more often than
 * {@link #SOONEST}, when a token names a key that is not among them. A source that fails leaves the keys as they are.
 */
public final class PublishedKeys {
    static final Duration FRESH = Duration.ofSeconds(30);
    static final Duration SOONEST = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

    private final Supplier<List<String>> source;
    private final InstantSource clock;
    private volatile boolean forgotten;
    private volatile Held held = new Held(Map.of(), Instant.EPOCH);

    private record Held(Map<KeyId, Key> keys, Instant read) {}

    record Key(Jwk jwk, Signatures signatures) {}

    /** @param source the JWKs that are published, each as JSON with {@code kid} and {@code alg} */
    public PublishedKeys(Supplier<List<String>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    Optional<Key> find(KeyId id) {
        Held now = held;
        Instant instant = clock.instant();
        Duration age = Duration.between(now.read, instant);
        boolean missing = !now.keys.containsKey(id);
        if (forgotten || age.compareTo(FRESH) > 0 || (missing && age.compareTo(SOONEST) > 0)) {
            now = read(instant);
        }
        return Optional.ofNullable(now.keys.get(id));
    }

    /** Asks again at the next use: somebody said that the keys changed. */
    public void forget() {
        forgotten = true;
    }

    /** Forgets what is cached, after a rotation in this process. */
    public void refresh() {
        read(clock.instant());
    }

    private synchronized Held read(Instant instant) {
        if (forgotten || Duration.between(held.read, instant).compareTo(SOONEST) > 0 || held.keys.isEmpty()) {
            forgotten = false;
            try {
                held = new Held(parse(source.get()), instant);
            } catch (RuntimeException e) {
                LOG.warn("the published keys cannot be read; going on with {} known ones", held.keys.size(), e);
                held = new Held(held.keys, instant);
            }
        }
        return held;
    }

    private Map<KeyId, Key> parse(List<String> jwks) {
        var keys = new HashMap<KeyId, Key>();
        for (String json : jwks) {
            try {
                Jwk jwk = Jwk.parse(json);
                Key known = held.keys.get(jwk.id());
                keys.put(
                        jwk.id(),
                        known == null ? new Key(jwk, Signatures.verifying(jwk.algorithm(), jwk.key())) : known);
            } catch (GeneralSecurityException e) {
                LOG.warn("a published key cannot be read and is left out", e);
            }
        }
        return Map.copyOf(keys);
    }
}

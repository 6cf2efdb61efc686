package dev.sallyport.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.kit.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kept answers of one route, up to a size; what was not asked for lately goes first (T43). */
final class Shelf {
    /** Of one address there are as many that differ by {@code Vary}. */
    private static final int VARIANTS = 16;

    private final Cache<Key, List<Kept>> kept;

    /** @param most bytes of all together */
    Shelf(long most) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(most)
                .<Key, List<Kept>>weigher((key, variants) -> (int) Math.min(
                        Integer.MAX_VALUE,
                        key.weight() + variants.stream().mapToLong(Kept::weight).sum()))
                .executor(Runnable::run)
                .build();
    }

    Optional<Kept> find(Key key, Headers request) {
        List<Kept> variants = kept.getIfPresent(key);
        return variants == null
                ? Optional.empty()
                : variants.stream()
                        .filter(one -> KeepingRules.fits(one, request))
                        .findFirst();
    }

    /** Whether something is kept under the key, for whatever request. */
    boolean has(Key key) {
        return kept.getIfPresent(key) != null;
    }

    /** Keeps it in the place of what fitted the same request. */
    void put(Key key, Headers request, Kept one) {
        kept.asMap().compute(key, (k, before) -> {
            var variants = new ArrayList<Kept>();
            variants.add(one);
            if (before != null) {
                before.stream()
                        .filter(other -> !KeepingRules.fits(other, request))
                        .limit(VARIANTS - 1)
                        .forEach(variants::add);
            }
            return List.copyOf(variants);
        });
    }

    void drop(Key key) {
        kept.invalidate(key);
    }

    long weight() {
        kept.cleanUp();
        return kept.policy()
                .eviction()
                .orElseThrow(() -> new IllegalStateException("the shelf has a size"))
                .weightedSize()
                .orElse(0);
    }
}

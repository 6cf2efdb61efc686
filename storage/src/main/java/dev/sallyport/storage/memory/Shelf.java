package dev.sallyport.storage.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Values by key, in the order in which they came. It is bounded, and full it refuses what is new instead of dropping what is
 * old, so that no flood makes it forget (T16, T43). Its owner holds a lock around every call.
 */
final class Shelf<K, V> {
    /** How much a store holds; a hundred thousand small values are tens of megabytes. */
    static final int MOST = 100_000;

    private final Map<K, V> values = new LinkedHashMap<>();
    private final int most;

    Shelf(int most) {
        this.most = most;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Keeps the value, unless the key is there already; whether it was kept. */
    boolean add(K key, V value) {
        if (values.containsKey(key)) {
            return false;
        }
        if (values.size() >= most) {
            throw new StoreFull(most);
        }
        values.put(key, value);
        return true;
    }

    /** Keeps a value whose key was drawn by chance and is nobody else's. */
    void addNew(K key, V value) {
        if (!add(key, value)) {
            throw new IllegalArgumentException("there is one already: " + key);
        }
    }

    /** Keeps the value, in the place of an earlier one where there is one. */
    void put(K key, V value) {
        if (!add(key, value)) {
            values.replace(key, value);
        }
    }

    boolean remove(K key) {
        return values.remove(key) != null;
    }

    Collection<V> all() {
        return values.values();
    }

    /** Every value with its key. */
    Stream<Map.Entry<K, V>> entries() {
        return values.entrySet().stream();
    }

    void removeKeys(Predicate<K> fits) {
        values.keySet().removeIf(fits);
    }

    /** Removes at most {@code limit} values that fit; says how many. */
    int removeIf(Predicate<V> fits, int limit) {
        List<K> keys = new ArrayList<>();
        for (var entry : values.entrySet()) {
            if (keys.size() == limit) {
                break;
            }
            if (fits.test(entry.getValue())) {
                keys.add(entry.getKey());
            }
        }
        keys.forEach(values::remove);
        return keys.size();
    }
}

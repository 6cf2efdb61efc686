package dev.sallyport.gateway;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How much of its origins' answers a route keeps.
 *
 * @param all bytes of all together
 * @param one bytes of one body
 */
record CacheSize(long all, int one) {
    static final CacheSize USUAL = new CacheSize(16L << 20, 1 << 20);

    private static final String ALLOWED =
            "cache must be true, or {max_size: bytes of all answers, 65536 to 4294967296, max_body: bytes of one, 1024 to 67108864}";
    private static final Set<String> KEYS = Set.of("max_size", "max_body");

    /** The size; empty where the route says {@code false}. Throws {@link IllegalArgumentException} where it says neither. */
    static Optional<CacheSize> of(JsonNode said) {
        if (said.isBoolean()) {
            return said.booleanValue() ? Optional.of(USUAL) : Optional.empty();
        }
        if (!said.isObject() || !KEYS.containsAll(said.propertyNames())) {
            throw new IllegalArgumentException(ALLOWED);
        }
        long all = number(said, "max_size", USUAL.all, 64L << 10, 4L << 30);
        long one = number(said, "max_body", Math.min(USUAL.one, all), 1L << 10, 64L << 20);
        if (one > all) {
            throw new IllegalArgumentException("cache needs a max_body that is no more than max_size");
        }
        return Optional.of(new CacheSize(all, (int) one));
    }

    private static long number(JsonNode said, String key, long usual, long least, long most) {
        if (!said.has(key)) {
            return usual;
        }
        JsonNode value = said.get(key);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return value.longValue();
    }
}

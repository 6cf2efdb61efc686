package dev.sallyport.domain.privacy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What is known of one thing, by name and in order: texts, numbers, booleans, times, lists and maps of these. */
public final class Facts {
    private final SequencedMap<String, Object> all = new LinkedHashMap<>();

    /** Adds a fact; one that is an empty {@link Optional} is left out. */
    public Facts and(String name, Object value) {
        Object known = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (known != null) {
            all.put(name, told(known));
        }
        return this;
    }

    public static Facts of(String name, Object value) {
        return new Facts().and(name, value);
    }

    private static Object told(Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean yes -> yes;
            case Map<?, ?> map -> map;
            case Collection<?> some -> some.stream().map(Facts::told).toList();
            default -> value.toString();
        };
    }

    public SequencedMap<String, Object> all() {
        return Collections.unmodifiableSequencedMap(all);
    }
}

package dev.sallyport.kit.json;

import tools.jackson.databind.JsonNode;

/**
 * Reads a tree into a record and reports every mistake at once: wrong types, unknown fields (with a suggestion), missing
 * ones and what the validation annotations say. Request bodies and the configuration pass through here (L18).
 *
 * <p>An absent (or null) component takes its value from the record's static {@code defaults()} where there is one; without
 * it, an {@code Optional} is empty and everything else is required. Names on the wire are {@code snake_case}; enums are in
 * lower case unless they have a static {@code of(String)}; a type of one's own is read from text by its static
 * {@code parse(String)} or {@code of(String)}, or is a record of one {@code String value}.
 */
public final class Binder {
    private Binder() {}

    /** The record behind the tree, or every mistake in it. */
    public static <T extends Record> Bound<T> bind(JsonNode tree, Class<T> type) {
        var reading = new Reading();
        Object value = reading.record(tree, type, "");
        return reading.mistakes().isEmpty()
                ? new Bound.Valid<>(type.cast(value))
                : new Bound.Invalid<>(reading.mistakes());
    }
}

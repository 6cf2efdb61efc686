package dev.sallyport.domain.document;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody wants a document to say, found good by its collection's schema.
 *
 * @param body a JSON text without superfluous space
 * @param keys the value of each indexed field
 * @param form after which declaration of indexes the keys were made: {@link DocumentCollection#form()}
 */
public record Draft(String body, Map<String, SortKey> keys, String form) {
    public Draft {
        keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }

    /** Bytes that it takes, as quotas count them. */
    public int size() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}

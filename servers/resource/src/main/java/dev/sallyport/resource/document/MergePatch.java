package dev.sallyport.resource.document;

import dev.sallyport.domain.Spec;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A change of a document, said as what shall be different. */
final class MergePatch {
    static final String MEDIA_TYPE = "application/merge-patch+json";

    private MergePatch() {}

    /** The target as the patch makes it; neither of them is changed. Both are no deeper than JSON is taken. */
    @Spec("RFC 7396 §2")
    static JsonNode applied(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (target.isObject()) {
            target.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                JsonNode there = merged.path(entry.getKey());
                merged.set(entry.getKey(), applied(there, entry.getValue()));
            }
        }
        return merged;
    }
}

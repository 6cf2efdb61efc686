package dev.sallyport.resource.document;

import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Problem.FieldError;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes a draft of a JSON tree, if the collection's schema and bounds allow it. */
final class Drafting {
    private final Collection collection;

    Drafting(Collection collection) {
        this.collection = collection;
    }

    /** What came of it. */
    sealed interface Drafted {
        record Good(Draft draft) implements Drafted {}

        record Bad(Problem problem) implements Drafted {}
    }

    Drafted draft(JsonNode tree) {
        if (!tree.isObject()) {
            return bad(List.of(new FieldError("", "must be an object")));
        }
        String body = Json.text(tree);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(body)) {
            return bad(List.of(new FieldError("", "must be well-formed text")));
        }
        if (body.getBytes(StandardCharsets.UTF_8).length > collection.rules().maxSize()) {
            return new Drafted.Bad(Problem.tooLarge(collection.rules().maxSize()));
        }
        var flaws = new ArrayList<FieldError>();
        infinite(tree, "", flaws);
        if (flaws.isEmpty()) {
            flaws.addAll(collection.schema().flaws(tree));
        }
        Map<String, SortKey> keys = keys(tree, flaws);
        return flaws.isEmpty()
                ? new Drafted.Good(new Draft(body, keys, collection.rules().form()))
                : bad(flaws);
    }

    /** A body that was let in before, by its keys as they are now declared; of a text that is too long its beginning. */
    Draft indexed(String body) {
        JsonNode tree = Json.tree(body.getBytes(StandardCharsets.UTF_8));
        return new Draft(body, keys(tree, new ArrayList<>()), collection.rules().form());
    }

    private static Drafted bad(List<FieldError> flaws) {
        return new Drafted.Bad(Problem.invalid(flaws));
    }

    /** Numbers beyond IEEE 754 would come back as something else. */
    private static void infinite(JsonNode node, String at, List<FieldError> flaws) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            flaws.add(new FieldError(at, "must be a number that IEEE 754 double precision can hold"));
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> infinite(
                            entry.getValue(),
                            at + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                            flaws));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                infinite(node.get(i), at + "/" + i, flaws);
            }
        }
    }

    private Map<String, SortKey> keys(JsonNode tree, List<FieldError> flaws) {
        var keys = new HashMap<String, SortKey>();
        collection.rules().indexes().keySet().forEach(field -> {
            String pointer = "/" + field.replace('.', '/');
            JsonNode value = tree.at(pointer);
            if (value.isString() && SortKey.isTooLong(value.stringValue())) {
                flaws.add(new FieldError(
                        pointer, "must be at most " + SortKey.LONGEST + " characters long, for it is indexed"));
            }
            keys.put(field, key(value));
        });
        return keys;
    }

    private static SortKey key(JsonNode value) {
        if (value.isString()) {
            return SortKey.of(value.stringValue());
        }
        if (value.isNumber()) {
            return SortKey.of(value.doubleValue());
        }
        return value.isBoolean() ? SortKey.of(value.booleanValue()) : SortKey.NOTHING;
    }
}

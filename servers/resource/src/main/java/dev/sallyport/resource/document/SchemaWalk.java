package dev.sallyport.resource.document;

import com.google.re2j.PatternSyntaxException;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.kit.json.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Looks through a schema before the library may: it must be small, refer to nothing outside itself, and use only patterns that are
 * matched in linear time. A keyword that does not exist is told, for the standard passes over it and would then check nothing.
 */
final class SchemaWalk {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final int DEEPEST = 32;
    private static final int MOST_NODES = 5_000;

    /** Keywords whose value is a schema. */
    private static final Set<String> SCHEMA = Set.of(
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");

    /** Keywords whose value is schemas in a list. */
    private static final Set<String> LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    /** Keywords whose value is schemas by a name. */
    private static final Set<String> NAMED = Set.of("$defs", "dependentSchemas", "patternProperties", "properties");

    private static final Set<String> PLAIN = Set.of(
            "$anchor",
            "$comment",
            "$dynamicAnchor",
            "$dynamicRef",
            "$ref",
            "$schema",
            "const",
            "contentEncoding",
            "contentMediaType",
            "default",
            "dependentRequired",
            "deprecated",
            "description",
            "enum",
            "examples",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "format",
            "maxContains",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minContains",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "pattern",
            "readOnly",
            "required",
            "title",
            "type",
            "uniqueItems",
            "writeOnly");

    private final List<Mistake> mistakes = new ArrayList<>();
    private int nodes;

    private SchemaWalk() {}

    static List<Mistake> mistakes(JsonNode schema) {
        var walk = new SchemaWalk();
        if (!schema.isObject()) {
            walk.wrong("", "", "must be a JSON Schema: an object");
            return walk.mistakes;
        }
        if (walk.isSmall(schema, 0)) {
            walk.schema(schema, "");
        } else {
            walk.wrong("", "", "must be at most " + DEEPEST + " deep and have at most " + MOST_NODES + " parts");
        }
        return walk.mistakes;
    }

    private void wrong(String pointer, String value, String expected) {
        mistakes.add(new Mistake(pointer, value, expected));
    }

    private boolean isSmall(JsonNode node, int depth) {
        nodes++;
        return nodes <= MOST_NODES
                && depth <= DEEPEST
                && node.valueStream().allMatch(child -> isSmall(child, depth + 1));
    }

    private void schema(JsonNode schema, String at) {
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            keyword(entry.getKey(), entry.getValue(), at + "/" + escaped(entry.getKey()));
        }
    }

    private void keyword(String name, JsonNode value, String at) {
        if (SCHEMA.contains(name)) {
            schema(value, at);
        } else if (LIST.contains(name)) {
            for (int i = 0; i < value.size(); i++) {
                schema(value.get(i), at + "/" + i);
            }
        } else if (NAMED.contains(name)) {
            named(name, value, at);
        } else if (PLAIN.contains(name)) {
            plain(name, value, at);
        } else {
            unknown(name, at);
        }
    }

    private void named(String name, JsonNode schemas, String at) {
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            String where = at + "/" + escaped(entry.getKey());
            if (name.equals("patternProperties")) {
                pattern(entry.getKey(), where);
            }
            schema(entry.getValue(), where);
        }
    }

    private void plain(String name, JsonNode value, String at) {
        String text = value.asString("");
        switch (name) {
            case "$schema" -> {
                if (!text.equals(DIALECT) && !text.equals(DIALECT + "#")) {
                    wrong(at, text, "must be " + DIALECT);
                }
            }
            case "$ref", "$dynamicRef" -> {
                if (!text.startsWith("#")) {
                    wrong(at, text, "must lead to a place in this schema: #/$defs/…; nothing is fetched");
                }
            }
            case "pattern" -> pattern(text, at);
            default -> {
                // The meta-schema says what the others must be.
            }
        }
    }

    private void pattern(String pattern, String at) {
        try {
            LinearPatterns.compiled(pattern);
        } catch (PatternSyntaxException e) {
            wrong(at, pattern, "must be a regular expression as RE2 has them, without look-around and back references");
        }
    }

    private void unknown(String name, String at) {
        var known = new ArrayList<String>();
        List.of(SCHEMA, LIST, NAMED, PLAIN).forEach(known::addAll);
        wrong(
                at,
                "",
                Suggestion.nearest(name, known)
                        .map(near -> "is no keyword of JSON Schema 2020-12 here; did you mean " + near + "?")
                        .orElse("is no keyword of JSON Schema 2020-12 that is taken here"));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}

package dev.sallyport.kit.json;

import dev.sallyport.domain.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One reading of one tree, collecting mistakes on the way. */
final class Reading {
    /** Stands for a value that could not be read; its mistake is noted already. */
    static final Object WRONG = new Object();

    /** More mistakes than this are not listed. */
    private static final int MOST = 100;

    private final List<Bound.Mistake> mistakes = new ArrayList<>();

    List<Bound.Mistake> mistakes() {
        return mistakes;
    }

    Object wrong(String pointer, String value, String expected) {
        if (mistakes.size() < MOST) {
            mistakes.add(new Bound.Mistake(pointer, value, expected));
        }
        return WRONG;
    }

    Object record(JsonNode node, Class<?> type, String pointer) {
        if (!node.isObject()) {
            return wrong(pointer, Scalars.shown(node), "must be an object");
        }
        Shape shape = Shape.of(type);
        refuseUnknown(node, shape, pointer);
        Object[] values = new Object[shape.parts().size()];
        boolean whole = true;
        for (int i = 0; i < values.length; i++) {
            Shape.Part part = shape.parts().get(i);
            values[i] = component(node.get(part.name()), part, shape, pointer + "/" + escaped(part.name()));
            whole &= values[i] != WRONG;
        }
        if (!whole) {
            return WRONG;
        }
        try {
            return shape.construct(values);
        } catch (IllegalArgumentException refused) {
            return wrong(pointer, "", Shape.said(refused));
        }
    }

    private void refuseUnknown(JsonNode node, Shape shape, String pointer) {
        for (String name : node.propertyNames()) {
            if (!shape.has(name)) {
                String hint = Suggestion.nearest(name, shape.names())
                        .map(near -> "is unknown; did you mean " + near + "?")
                        .orElseGet(() -> shape.names().isEmpty()
                                ? "is unknown; nothing is taken here"
                                : "is unknown; known here: " + String.join(", ", shape.names()));
                wrong(pointer + "/" + escaped(name), "", hint);
            }
        }
    }

    private Object component(JsonNode node, Shape.Part part, Shape shape, String pointer) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            Object absent = shape.whenAbsent(part);
            return absent == null ? wrong(pointer, "", "is required") : absent;
        }
        int before = mistakes.size();
        Object value = value(node, part.type(), pointer);
        if (value == WRONG || mistakes.size() > before) {
            return WRONG;
        }
        for (Constraint constraint : part.constraints()) {
            Optional<String> objection = constraint.objection(value);
            if (objection.isPresent()) {
                return wrong(pointer, part.isSecret() ? "" : Scalars.shown(node), objection.get());
            }
        }
        return value;
    }

    private Object value(JsonNode node, Type type, String pointer) {
        if (type instanceof ParameterizedType generic) {
            return generic(node, generic, pointer);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == JsonNode.class) {
            return node;
        }
        if (Scalars.reads(raw)) {
            return scalar(node, raw, pointer);
        }
        if (raw.isRecord()) {
            return record(node, raw, pointer);
        }
        throw new IllegalStateException("cannot read a " + raw.getName() + " from a tree");
    }

    private Object scalar(JsonNode node, Class<?> type, String pointer) {
        return switch (Scalars.read(node, type)) {
            case Scalars.Read.Good(var value) -> value;
            case Scalars.Read.Bad(var expected) ->
                wrong(pointer, type == Secret.class ? "" : Scalars.shown(node), expected);
        };
    }

    private Object generic(JsonNode node, ParameterizedType type, String pointer) {
        Type[] arguments = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            Object value = value(node, arguments[0], pointer);
            return value == WRONG ? WRONG : Optional.of(value);
        }
        if (raw == List.class) {
            return list(node, arguments[0], pointer);
        }
        if (raw == Set.class) {
            return set(node, arguments[0], pointer);
        }
        if (raw == Map.class && arguments[0] == String.class) {
            return map(node, arguments[1], pointer);
        }
        throw new IllegalStateException("cannot read a " + type + " from a tree");
    }

    private Object list(JsonNode node, Type of, String pointer) {
        if (!node.isArray()) {
            return wrong(pointer, Scalars.shown(node), "must be a list");
        }
        Object[] items = new Object[node.size()];
        for (int i = 0; i < items.length; i++) {
            JsonNode item = node.get(i);
            String at = pointer + "/" + i;
            items[i] = item.isNull() ? wrong(at, "", "must not be null") : value(item, of, at);
        }
        return Arrays.asList(items).contains(WRONG) ? WRONG : List.of(items);
    }

    private Object set(JsonNode node, Type of, String pointer) {
        Object list = list(node, of, pointer);
        if (!(list instanceof List<?> items)) {
            return WRONG;
        }
        var set = new LinkedHashSet<>(items);
        return set.size() < items.size()
                ? wrong(pointer, Scalars.shown(node), "must not name anything twice")
                : java.util.Collections.unmodifiableSet(set);
    }

    private Object map(JsonNode node, Type of, String pointer) {
        if (!node.isObject()) {
            return wrong(pointer, Scalars.shown(node), "must be an object");
        }
        var map = new LinkedHashMap<String, Object>();
        boolean whole = true;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = pointer + "/" + escaped(entry.getKey());
            Object value =
                    entry.getValue().isNull() ? wrong(at, "", "must not be null") : value(entry.getValue(), of, at);
            if (Scalars.isBroken(entry.getKey())) {
                value = wrong(pointer, "", "has a name that is not well-formed text");
            }
            whole &= value != WRONG;
            map.put(entry.getKey(), value);
        }
        return whole ? java.util.Collections.unmodifiableMap(map) : WRONG;
    }

    /** A name as a token of a JSON pointer (RFC 6901 §3). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}

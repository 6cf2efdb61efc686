package dev.sallyport.kit.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.json.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON Schemas (draft 2020-12) of the records that go over the wire, as {@code kit.json} reads and writes them, and keeps each
 * under a name. What comes in refuses members that are unknown; what goes out may gain some with a later version.
 */
final class Schemas {
    /** Which way a record travels; it decides what may be absent and what else may stand beside it. */
    enum Way {
        IN,
        OUT
    }

    private record Key(Class<?> type, Way way) {}

    private final ObjectNode named;
    private final Map<Key, String> names = new HashMap<>();

    /** @param named where the schemas are kept by name */
    Schemas(ObjectNode named) {
        this.named = named;
    }

    /** The schema of the type: a reference where it has a name. */
    ObjectNode of(Type type, Way way) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, way);
        }
        Class<?> raw = (Class<?>) type;
        if (JsonNode.class.isAssignableFrom(raw) || raw == Object.class) {
            return Json.mapper().createObjectNode();
        }
        if (raw.isEnum()) {
            return constants(raw, way);
        }
        if (Primitives.knows(raw)) {
            return Primitives.schema(raw);
        }
        if (raw.isSealed()) {
            return sealed(raw, way);
        }
        if (!raw.isRecord()) {
            throw new IllegalStateException("no schema can be made of " + raw.getName());
        }
        return Primitives.isValue(raw) && way == Way.IN ? Primitives.text() : reference(raw, way);
    }

    /** A reference to the object with these members, kept under the name. */
    ObjectNode kept(String name, ObjectNode schema) {
        JsonNode known = named.get(name);
        if (known != null && !known.equals(schema)) {
            throw new IllegalStateException("two schemas are called " + name + "; give one of them another name");
        }
        named.set(name, schema);
        return pointer(name);
    }

    private ObjectNode reference(Class<?> type, Way way) {
        var key = new Key(type, way);
        String name = names.get(key);
        if (name == null) {
            name = name(type, way);
            names.put(key, name);
            named.set(name, object(type, way));
        }
        return pointer(name);
    }

    private String name(Class<?> type, Way way) {
        String plain = simpleName(type);
        String name = names.containsValue(plain) ? plain + (way == Way.IN ? "Asked" : "Told") : plain;
        if (names.containsValue(name)) {
            throw new IllegalStateException(
                    "two records of the wire are called " + name + ", one is " + type.getName());
        }
        return name;
    }

    /** {@code ProfileEndpoint.Shown} is a {@code ProfileShown}, {@code LoginMobile.Body} a {@code LoginMobileBody}. */
    private static String simpleName(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        String own = type.getSimpleName();
        return around == null ? own : around.getSimpleName().replaceAll("(Endpoint|Call|View)$", "") + own;
    }

    private ObjectNode object(Class<?> type, Way way) {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = Json.mapper().createArrayNode();
        boolean sparse = Optional.ofNullable(type.getAnnotation(JsonInclude.class))
                .filter(said -> said.value() == JsonInclude.Include.NON_EMPTY)
                .isPresent();
        Shape shape = Shape.of(type);
        for (Shape.Part part : shape.parts()) {
            String name = wireName(part, way);
            ObjectNode property = of(part.type(), way);
            if (property.path("type").asString("").equals("string") && Primitives.isMoment(name)) {
                property.put("format", "date-time");
            }
            if (way == Way.IN) {
                Limits.of(part, property);
            }
            properties.set(name, property);
            boolean always = way == Way.IN ? shape.isRequired(part) : !mayLack(part.component(), sparse);
            if (always) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (way == Way.IN) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private static String wireName(Shape.Part part, Way way) {
        JsonProperty said = part.component().getAccessor().getAnnotation(JsonProperty.class);
        return way == Way.OUT && said != null && !said.value().isEmpty() ? said.value() : part.name();
    }

    private static boolean mayLack(RecordComponent component, boolean sparse) {
        Class<?> type = component.getType();
        return type == Optional.class
                || (sparse && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)));
    }

    private ObjectNode generic(ParameterizedType type, Way way) {
        Type[] inside = type.getActualTypeArguments();
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return of(inside[0], way);
        }
        ObjectNode schema = Json.mapper().createObjectNode();
        if (raw == List.class || raw == Set.class) {
            schema.put("type", "array").set("items", of(inside[0], way));
            return raw == Set.class ? schema.put("uniqueItems", true) : schema;
        }
        if (raw == Map.class && inside[0] == String.class) {
            schema.put("type", "object").set("additionalProperties", of(inside[1], way));
            return schema;
        }
        throw new IllegalStateException("no schema can be made of " + type);
    }

    private ObjectNode sealed(Class<?> type, Way way) {
        ObjectNode schema = Json.mapper().createObjectNode();
        var choices = schema.putArray("oneOf");
        Arrays.stream(type.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .forEach(one -> choices.add(of(one, way)));
        return schema;
    }

    private static ObjectNode constants(Class<?> type, Way way) {
        ObjectNode schema = Primitives.text();
        var values = schema.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            String written = Json.mapper().valueToTree(constant).asString();
            values.add(way == Way.IN ? written.toLowerCase(java.util.Locale.ROOT) : written);
        }
        return schema;
    }

    private static ObjectNode pointer(String name) {
        return Json.mapper().createObjectNode().put("$ref", "#/components/schemas/" + name);
    }
}

package dev.sallyport.kit.openapi;

import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Content.Form;
import dev.sallyport.kit.told.Field;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of what bodies hold and of single fields. */
final class Bodies {
    private final Schemas schemas;

    Bodies(Schemas schemas) {
        this.schemas = schemas;
    }

    ObjectNode schema(Content content, Schemas.Way way) {
        return switch (content.form()) {
            case Form.Typed(var type) -> schemas.of(type, way);
            case Form.Members(var name, var fields) -> schemas.kept(name, members(fields));
            case Form.Given(var name, var schema) -> schemas.kept(name, resource(name, schema));
            case Form.AnyJson() -> Json.mapper().createObjectNode();
            case Form.Bytes() -> Json.mapper().createObjectNode().put("contentMediaType", content.mediaType());
            case Form.Text() -> Primitives.text();
        };
    }

    /** With an id, so that references within it mean places within it, wherever it stands (JSON Schema Core 2020-12 §8.2.1). */
    private static ObjectNode resource(String name, JsonNode schema) {
        ObjectNode own = Json.mapper().createObjectNode().put("$id", "urn:sallyport:" + name);
        if (schema instanceof ObjectNode object) {
            own.setAll(object);
        }
        return own;
    }

    static ObjectNode schema(Field field) {
        ObjectNode schema = switch (field.kind()) {
            case TEXT -> Primitives.text();
            case SECRET -> Primitives.text().put("format", "password");
            case NUMBER -> Primitives.schema(long.class);
            case FLAG -> Primitives.schema(boolean.class);
            case MOMENT -> Primitives.text().put("format", "date-time");
            case ADDRESS -> Primitives.text().put("format", "uri");
            case TEXTS -> list(Primitives.text());
            case OBJECT -> Json.mapper().createObjectNode().put("type", "object");
            case OBJECTS -> list(Json.mapper().createObjectNode().put("type", "object"));
        };
        if (!field.values().isEmpty()) {
            field.values().forEach(schema.putArray("enum")::add);
        }
        field.least().ifPresent(least -> schema.put("minimum", least));
        field.most().ifPresent(most -> schema.put("maximum", most));
        return schema;
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "array");
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode members(List<Field> fields) {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = Json.mapper().createArrayNode();
        for (Field field : fields) {
            properties.set(field.name(), schema(field).put("description", field.description()));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }
}

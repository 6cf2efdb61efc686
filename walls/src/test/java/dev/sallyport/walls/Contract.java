package dev.sallyport.walls;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sallyport.walls.Caller.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the OpenAPI document promises, held against what the house answers. */
final class Contract {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options");

    /** Objects whose other members are somebody else's to name. */
    private static final Set<String> OPEN_ENDED = Set.of(
            "Problem",
            "OpenApi",
            "KeySet",
            "Claims",
            "Introspection",
            "ServerMetadata",
            "ResourceMetadata",
            "RegisteredClient",
            "ClientMetadata");

    private final JsonNode document;
    private final ObjectNode components;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new HashMap<>();
    private final Set<String> called = new TreeSet<>();
    private final List<String> breaches = new ArrayList<>();

    Contract(JsonNode document) {
        this.document = document;
        this.components = (ObjectNode) document.path("components").deepCopy();
        components.path("schemas").properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode schema
                    && schema.has("properties")
                    && !OPEN_ENDED.contains(entry.getKey())) {
                // A member that the document does not know may come to clients, but not to this test.
                schema.put("additionalProperties", false);
            }
        });
    }

    /** Where answers were not as promised. */
    List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** Calls that answered with success, as {@code GET /v1/files}. */
    Set<String> called() {
        return new TreeSet<>(called);
    }

    /** All calls of the document. */
    Set<String> promised() {
        var all = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    /** Notes what is not as promised. */
    Answer hold(String method, String path, Answer answer) {
        Optional<String> template = template(path.replaceAll("[?].*", ""), method.toLowerCase(Locale.ROOT));
        if (template.isEmpty()) {
            breaches.add(method + " " + path + " is not in the document");
            return answer;
        }
        String name = method + " " + template.get();
        JsonNode call = document.path("paths").path(template.get()).path(method.toLowerCase(Locale.ROOT));
        JsonNode promised = resolved(call.path("responses").path(Integer.toString(answer.status())));
        if (answer.status() < 400) {
            called.add(name);
        }
        if (promised.isMissingNode()) {
            breaches.add(
                    name + " answers " + answer.status() + ", of which the document says nothing: " + answer.text());
            return answer;
        }
        held(name + " " + answer.status(), promised.path("content"), answer);
        return answer;
    }

    private void held(String what, JsonNode content, Answer answer) {
        String type = answer.header("content-type").orElse("").replaceAll(";.*", "");
        if (content.isMissingNode() || content.isEmpty()) {
            if (!answer.text().isEmpty()) {
                breaches.add(what + " has a body, which the document does not say: " + answer.text());
            }
            return;
        }
        Optional<JsonNode> form = content.properties().stream()
                .filter(entry -> matches(entry.getKey(), type))
                .map(Map.Entry::getValue)
                .findFirst();
        if (form.isEmpty()) {
            breaches.add(what + " comes as " + type + "; the document says " + content.propertyNames());
        } else if (type.endsWith("json")) {
            schemas.computeIfAbsent(form.get().path("schema"), this::schema)
                    .validate(answer.json())
                    .forEach(error -> breaches.add(what + ": " + error + " in " + answer.text()));
        }
    }

    private Schema schema(JsonNode said) {
        ObjectNode whole = (ObjectNode) said.deepCopy();
        whole.set("components", components);
        return registry.getSchema(whole);
    }

    private JsonNode resolved(JsonNode answer) {
        String reference = answer.path("$ref").asString("");
        return reference.isEmpty() ? answer : document.at(reference.substring(1));
    }

    private static boolean matches(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }

    /** The narrowest path of the document: one with fewer gaps comes first. */
    private Optional<String> template(String path, String method) {
        return document.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(method))
                .map(Map.Entry::getKey)
                .filter(template -> Pattern.matches(
                        Pattern.compile("\\{[^}]+}")
                                .matcher(template.replace(".", "\\."))
                                .replaceAll("[^/]+"),
                        path))
                .min(Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    /** What the specification's own schema says against the document. */
    static List<String> objections(JsonNode document, JsonNode specification) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(specification)
                .validate(document)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** A schema of a component, for asking what it takes. */
    List<String> objections(String component, String json) {
        ObjectNode reference = JSON.createObjectNode().put("$ref", "#/components/schemas/" + component);
        return schema(reference).validate(JSON.readTree(json)).stream()
                .map(Object::toString)
                .toList();
    }
}

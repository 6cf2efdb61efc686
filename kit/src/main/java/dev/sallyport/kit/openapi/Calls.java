package dev.sallyport.kit.openapi;

import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Operation.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One call of the document. */
record Calls(Bodies bodies, Answers answers) {
    ObjectNode of(Route route, Operation operation, String tag) {
        ObjectNode call = Json.mapper().createObjectNode();
        call.put("operationId", id(route));
        call.put("summary", operation.summary());
        String told = Stream.concat(
                        operation.all(Part.Explained.class).map(Part.Explained::text),
                        Locks.told(route.access()).stream())
                .collect(Collectors.joining("\n\n"));
        if (!told.isEmpty()) {
            call.put("description", told);
        }
        call.putArray("tags").add(tag);
        ArrayNode parameters = parameters(route, operation);
        if (!parameters.isEmpty()) {
            call.set("parameters", parameters);
        }
        body(operation).ifPresent(body -> call.set("requestBody", body));
        call.set("responses", answers.of(route, operation));
        boolean safe = route.method().equals("GET") || route.method().equals("OPTIONS");
        call.set("security", Locks.requirements(route.access(), safe));
        route.sunset().ifPresent(end -> call.put("deprecated", true));
        return call;
    }

    /** {@code getFilesById} of {@code GET /v1/files/{id}}. */
    private static String id(Route route) {
        var id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String segment : route.template().split("/", -1)) {
            if (segment.isEmpty() || segment.equals("v1")) {
                continue;
            }
            String words = segment.startsWith("{") ? "by_" + segment : segment;
            for (String word : words.split("[^A-Za-z0-9]+", -1)) {
                if (!word.isEmpty()) {
                    id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
                }
            }
        }
        return id.toString();
    }

    private static ArrayNode parameters(Route route, Operation operation) {
        ArrayNode all = Json.mapper().createArrayNode();
        List<Part.Parameter> said = operation.all(Part.Parameter.class).toList();
        for (String segment : route.template().split("/", -1)) {
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.length() - 1);
                if (said.stream()
                        .noneMatch(p ->
                                p.in() == Operation.In.PATH && p.field().name().equals(name))) {
                    all.addObject()
                            .put("name", name)
                            .put("in", "path")
                            .put("required", true)
                            .set("schema", Primitives.text());
                }
            }
        }
        for (Part.Parameter parameter : said) {
            var field = parameter.field();
            all.addObject()
                    .put("name", field.name())
                    .put("in", parameter.in().name().toLowerCase(Locale.ROOT))
                    .put("description", field.description())
                    .put("required", field.required())
                    .set("schema", Bodies.schema(field));
        }
        return all;
    }

    private Optional<ObjectNode> body(Operation operation) {
        List<Part.Takes> all = operation.all(Part.Takes.class).toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("required", all.stream().anyMatch(Part.Takes::needed));
        ObjectNode forms = body.putObject("content");
        all.forEach(takes -> forms.putObject(takes.content().mediaType())
                .set("schema", bodies.schema(takes.content(), Schemas.Way.IN)));
        return Optional.of(body);
    }
}

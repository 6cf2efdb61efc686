package dev.sallyport.kit.openapi;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Operation.Part;
import dev.sallyport.kit.told.Told;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole API as one OpenAPI document. */
@Spec("OpenAPI 3.1 §4.8.1")
public final class ApiDocument {
    private final About about;
    private final List<Server> servers;

    /**
     * What the document says of the product.
     *
     * @param scopes what the calls of the house ask for, with what each lets a client do
     * @param tags the first names of paths, with what lies behind them
     */
    public record About(
            String title,
            String version,
            String description,
            URI publicUrl,
            Map<String, String> scopes,
            Map<String, String> tags) {}

    public ApiDocument(About about, List<Server> servers) {
        this.about = about;
        this.servers = List.copyOf(servers);
    }

    /** The document; made anew each time, and the same each time. */
    public ObjectNode tree() {
        ObjectNode root = Json.mapper().createObjectNode().put("openapi", "3.1.0");
        ObjectNode info = root.putObject("info").put("title", about.title()).put("version", about.version());
        info.put("description", about.description());
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        root.putArray("servers").addObject().put("url", about.publicUrl().toString());
        ObjectNode paths = Json.mapper().createObjectNode();
        ObjectNode components = Json.mapper().createObjectNode();
        var bodies = new Bodies(new Schemas(components.putObject("schemas")));
        var calls = new Calls(bodies, new Answers(bodies, components.putObject("responses")));
        // In the order of the route lists, which is that of thought and not of the alphabet.
        var byPath = new LinkedHashMap<String, List<ObjectNode>>();
        var used = new ArrayList<String>();
        for (Server server : servers) {
            Told told = server.told();
            for (Route route : server.routes()) {
                told.operation(route.method(), route.template()).ifPresent(operation -> {
                    String tag = tag(route.template());
                    ObjectNode call = calls.of(route, operation, tag);
                    used.add(tag);
                    ObjectNode method = Json.mapper().createObjectNode();
                    method.set(route.method().toLowerCase(Locale.ROOT), call);
                    byPath.computeIfAbsent(route.template(), any -> new ArrayList<>())
                            .add(method);
                });
            }
        }
        byPath.forEach((path, methods) -> {
            ObjectNode item = paths.putObject(path);
            methods.forEach(item::setAll);
        });
        ArrayNode tags = root.putArray("tags");
        about.tags().forEach((name, description) -> {
            if (used.contains(name)) {
                tags.addObject().put("name", name).put("description", description);
            }
        });
        root.set("paths", paths);
        components.set("securitySchemes", Locks.schemes(about.publicUrl(), about.scopes()));
        root.set("components", components);
        return root;
    }

    /** The document as JSON. */
    public byte[] bytes() {
        return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree());
    }

    /**
     * What is wrong with what the servers tell: a call of which nothing is said, or something said of a call that is none. Each entry says
     * what to write, and where.
     */
    public List<String> mistakes() {
        return servers.stream()
                .flatMap(server -> Stream.concat(untold(server), unknown(server)))
                .toList();
    }

    private static Stream<String> untold(Server server) {
        Told told = server.told();
        return server.routes().stream()
                .filter(route -> !(route.access() instanceof Access.ForPage))
                .filter(route -> !told.silent().containsKey(route.template()))
                .filter(route ->
                        told.operation(route.method(), route.template()).isEmpty())
                .map(route -> """
                        %1$s %2$s of the server %3$s is not in the API's document. Say what it does in told() of %4$s, in the table \
                        beside its endpoint:
                            Operation.of("%1$s", "%2$s", "Does this and that")
                                    .takes(Body.class)
                                    .gives(200, "What comes back", Shown.class)
                                    .refuses(409, "name-of-problem")
                        or, where it is a page and no call, why nothing is said: .silent("%2$s", "a page for people")\
                        """.formatted(
                                route.method(),
                                route.template(),
                                server.name(),
                                server.getClass().getSimpleName()));
    }

    private static Stream<String> unknown(Server server) {
        Told told = server.told();
        List<String> doors = server.routes().stream()
                .map(route -> route.method() + " " + route.template())
                .toList();
        List<String> paths = server.routes().stream().map(Route::template).toList();
        Stream<String> operations = told.operations().stream()
                .map(operation -> operation.method() + " " + operation.template())
                .filter(name -> !doors.contains(name))
                .map(name -> "The server " + server.name() + " tells of " + name + ", and has no such route.");
        Stream<String> silent = told.silent().keySet().stream()
                .filter(path -> !paths.contains(path))
                .map(path -> "The server " + server.name() + " is silent about " + path + ", and has no such route.");
        return Stream.concat(operations, silent);
    }

    /** The name that tells what a path is about: {@code files} of {@code /v1/files/{id}}. */
    private static String tag(String template) {
        String[] parts = template.split("/", -1);
        String first = parts[1].startsWith("v") && parts.length > 2 ? parts[2] : parts[1];
        return switch (first) {
            case ".well-known", "openapi.json" -> "discovery";
            default -> first;
        };
    }

    /** One call of the document. */
    private record Calls(Bodies bodies, Answers answers) {
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
                            .noneMatch(p -> p.in() == Operation.In.PATH
                                    && p.field().name().equals(name))) {
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
}

package dev.sallyport.kit.openapi;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.told.Told;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        var used = new HashSet<String>();
        for (Server server : servers) {
            Told told = server.told();
            for (Route route : server.routes()) {
                told.operation(route.method(), route.template()).ifPresent(operation -> {
                    String tag = tag(route.template());
                    used.add(tag);
                    paths.withObjectProperty(route.template())
                            .set(route.method().toLowerCase(Locale.ROOT), calls.of(route, operation, tag));
                });
            }
        }
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
        return Stream.concat(
                        servers.stream().flatMap(server -> Stream.concat(untold(server), unknown(server))),
                        withoutHeading())
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

    private Stream<String> withoutHeading() {
        return servers.stream()
                .flatMap(server -> server.told().operations().stream())
                .map(operation -> tag(operation.template()))
                .distinct()
                .filter(tag -> !about.tags().containsKey(tag))
                .map(tag -> "Calls about " + tag
                        + " have no heading: say what they are about among the tags of the document.");
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
}

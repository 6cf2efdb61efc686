package dev.sallyport.kit.route;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Finds the route of a request: 404 where there is none, 405 with {@code Allow} where only the method is wrong. */
public final class Router implements Handler {
    /** The template of a request for which there is no route, in logs and measurements. */
    public static final String NO_ROUTE = "none";

    private final Trie<Target> trie = new Trie<>();

    private record Target(Route route, PathTemplate template, Handler handler) {}

    public Router(List<Route> routes, Guards guards) {
        for (Route route : routes) {
            PathTemplate template = PathTemplate.parse(route.template());
            Handler locked = Versions.told(route, guards.lock(route));
            trie.add(template, route.method(), new Target(route, template, locked));
        }
    }

    @Override
    @Spec("RFC 9110 §15.5.6")
    public Response handle(Request request) {
        SortedMap<String, Target> found = trie.find(request.path());
        if (found.isEmpty()) {
            return Problem.notFound().response();
        }
        Target target = target(found, request.method());
        if (target == null) {
            String allowed = allowed(found);
            return request.method().equals("OPTIONS")
                    ? Response.of(204).header("allow", allowed)
                    : Problem.methodNotAllowed(allowed).response().header("allow", allowed);
        }
        return handle(request, target);
    }

    /** The template of the request's route, or {@link #NO_ROUTE}. A name with a bound, for logs and measurements. */
    public String template(Request request) {
        SortedMap<String, Target> found = trie.find(request.path());
        if (found.isEmpty()) {
            return NO_ROUTE;
        }
        Target target = target(found, request.method());
        return (target == null ? found.get(found.firstKey()) : target).route().template();
    }

    private static Response handle(Request request, Target target) {
        long limit = target.route().bodyLimit();
        if (request.body().length().orElse(0) > limit) {
            return Problem.tooLarge(limit).response();
        }
        try {
            return target.handler()
                    .handle(request.found(
                                    target.template().match(request.path()).orElseThrow())
                            .with(new LimitedBody(request.body(), limit)));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof RequestBody.TooLarge) {
                return Problem.tooLarge(limit).response();
            }
            throw e;
        }
    }

    private static Target target(SortedMap<String, Target> found, String method) {
        Target target = found.get(method);
        return target == null && method.equals("HEAD") ? found.get("GET") : target;
    }

    private static String allowed(SortedMap<String, Target> found) {
        var methods = new TreeSet<>(found.keySet());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}

package dev.sallyport.gateway;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The routes of the configuration: those for one host before those for many and for all, then the narrowest path first. */
final class OtherRoutes {
    private static final Comparator<OpenedRoute> ORDER = Comparator.<OpenedRoute>comparingInt(
                    opened -> opened.route().host().map(OtherRoutes::rank).orElse(2))
            .thenComparing(opened -> opened.route().path(), PathPattern.NARROWEST_FIRST);

    private final List<OpenedRoute> all;

    OtherRoutes(List<OpenedRoute> all) {
        this.all = all.stream().sorted(ORDER).toList();
    }

    private static int rank(HostPattern host) {
        return host.text().startsWith("*") ? 1 : 0;
    }

    List<OpenedRoute> all() {
        return all;
    }

    /** The doors, one for each route and method. */
    List<Route> doors() {
        return all.stream()
                .flatMap(opened -> opened.route().verbs().stream().sorted().map(verb -> opened.door(verb.name())))
                .toList();
    }

    /**
     * The routes that a request leads to by host and path, best first.
     *
     * @param house where the request leads otherwise; a wider route than that is not meant
     */
    List<OpenedRoute> at(Request request, PathPattern house) {
        List<OpenedRoute> found = List.of();
        for (OpenedRoute opened : all) {
            boolean narrow = PathPattern.NARROWEST_FIRST.compare(opened.route().path(), house) <= 0;
            if (narrow && opened.route().isAt(request)) {
                found = found.isEmpty() ? new ArrayList<>(2) : found;
                found.add(opened);
            }
        }
        return found;
    }

    /** The one of them that takes the method. */
    static Optional<OpenedRoute> by(String method, List<OpenedRoute> routes) {
        for (OpenedRoute opened : routes) {
            if (opened.route().takes(method)) {
                return Optional.of(opened);
            }
        }
        return Optional.empty();
    }

    /**
     * What one of these routes answers; 405 where none takes the method.
     *
     * @param routes at least one
     */
    static Response handle(List<OpenedRoute> routes, Inward inward, Request street) {
        return by(street.method(), routes)
                .map(opened -> opened.handle(inward, street))
                .orElseGet(() -> refused(routes, street.method()));
    }

    private static Response refused(List<OpenedRoute> routes, String method) {
        var methods = new TreeSet<String>();
        methods.add("OPTIONS");
        routes.forEach(opened -> opened.route().verbs().forEach(verb -> methods.add(verb.name())));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allowed = String.join(", ", methods);
        return method.equals("OPTIONS")
                ? Response.of(204).header("allow", allowed)
                : Problem.methodNotAllowed(allowed).response().header("allow", allowed);
    }
}

package dev.sallyport.gateway;

import java.util.List;
import java.util.Optional;

/**
 * Where requests for one kind of path lead: a line of the gateway's table, and the routes of the configuration that come before
 * it. There are no more of them than the configuration makes, whatever clients ask for.
 *
 * @param routes best first
 */
record Way(Place place, List<OpenedRoute> routes) {
    /** What logs and measurements call it. */
    String template() {
        return routes.isEmpty()
                ? place.path().text()
                : routes.getFirst().route().name();
    }

    /** The route of the configuration that takes the method, or would. */
    Optional<OpenedRoute> route(String method) {
        return OtherRoutes.by(method, routes).or(() -> routes.stream().findFirst());
    }

    /** Whether nothing on the way waits for anything: all of it is open doors to servers elsewhere. */
    boolean isQuick() {
        return !routes.isEmpty() && routes.stream().allMatch(OpenedRoute::isQuick);
    }
}

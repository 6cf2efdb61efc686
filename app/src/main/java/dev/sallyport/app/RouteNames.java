package dev.sallyport.app;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.route.Router;
import java.util.List;

/** Names a request by its route's template, whichever gate and server it goes to: a name with a bound, for logs and metrics. */
record RouteNames(List<Router> routers) {
    RouteNames {
        routers = List.copyOf(routers);
    }

    String of(Request request) {
        Request inward = request.at(inward(request.path()));
        return routers.stream()
                .map(router -> router.template(inward))
                .filter(name -> !name.equals(Router.NO_ROUTE))
                .findFirst()
                .orElse(Router.NO_ROUTE);
    }

    private static String inward(String path) {
        if (path.startsWith("/web/v1/")) {
            return path.substring("/web".length());
        }
        return path.startsWith("/auth/") ? "/v1" + path : path;
    }
}

package dev.sallyport.kit.route;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.List;

/** Finds the route of a request: 404 where there is none, 405 with {@code Allow} where only the method is wrong. */
public final class Router implements Handler {
    public Router(List<Route> routes, Guards guards) {}

    @Override
    public Response handle(Request request) {
        return Response.of(500);
    }
}

package dev.sallyport.kit.trace;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import java.util.function.Function;

/**
 * A span for each request that another server of this process hands to this one by a function call.
 *
 * @param server its name
 * @param template the route's template of a request
 */
public record TracedServer(String server, Function<Request, String> template) implements Decorator {
    @Override
    public Handler around(Handler inner) {
        return request -> Span.inside(
                Span.Kind.INTERNAL, () -> server + " " + Methods.known(request) + " " + template.apply(request), () -> {
                    Span.current().note("sallyport.server", server);
                    return inner.handle(request);
                });
    }
}

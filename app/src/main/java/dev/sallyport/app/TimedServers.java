package dev.sallyport.app;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.telemetry.RequestDecorators;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Times the requests of each server under its own name, where they stand side by side in a process without a gateway. */
final class TimedServers implements Decorator {
    /** What is nobody's. */
    static final String NOBODY = "house";

    private final Map<Router, Decorator> byRouter = new LinkedHashMap<>();
    private final Decorator ofNobody;

    /**
     * @param routers of the servers, in their order
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    TimedServers(List<Server> servers, List<Router> routers, MeterRegistry meters, LongSupplier nanos) {
        for (int i = 0; i < servers.size(); i++) {
            Router router = routers.get(i);
            byRouter.put(router, RequestDecorators.timed(servers.get(i).name(), router::template, meters, nanos));
        }
        this.ofNobody = RequestDecorators.timed(NOBODY, request -> Router.NO_ROUTE, meters, nanos);
    }

    @Override
    public Handler around(Handler inner) {
        var handlers = new LinkedHashMap<Router, Handler>();
        byRouter.forEach((router, timed) -> handlers.put(router, timed.around(inner)));
        Handler nobodys = ofNobody.around(inner);
        return request -> handlers.entrySet().stream()
                .filter(entry -> isOf(entry.getKey(), request))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(nobodys)
                .handle(request);
    }

    private static boolean isOf(Router router, Request request) {
        return !router.template(request).equals(Router.NO_ROUTE);
    }
}

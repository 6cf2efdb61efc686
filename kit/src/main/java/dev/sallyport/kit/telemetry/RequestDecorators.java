package dev.sallyport.kit.telemetry;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.TryLater;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is noted of requests, as functions that wrap functions (L21). A request is known by its route's template, so no label
 * and no line grows with what callers send.
 */
public final class RequestDecorators {
    private static final Logger ACCESS = LoggerFactory.getLogger(Logging.ACCESS);
    private static final Logger LOG = LoggerFactory.getLogger(RequestDecorators.class);
    private static final String UNUSUAL = "OTHER";

    private RequestDecorators() {}

    /**
     * One line for each request: never its query, its cookies, its authorization or its address.
     *
     * @param template the route's template of a request
     * @param pseudonym what stands for an address in the log
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public static Decorator logged(
            String server,
            Function<Request, String> template,
            Function<Address, String> pseudonym,
            LongSupplier nanos) {
        return inner -> request -> {
            long begun = nanos.getAsLong();
            return inner.handle(request).whenNoted(status -> {
                Level level = status >= 500 ? Level.WARN : Level.INFO;
                if (ACCESS.isEnabledForLevel(level)) {
                    ACCESS.atLevel(level)
                            .addKeyValue("server", server)
                            .addKeyValue("method", method(request))
                            .addKeyValue("route", template.apply(request))
                            .addKeyValue("status", status)
                            .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun))
                            .addKeyValue("request", request.id())
                            .addKeyValue("address", pseudonym.apply(request.peer()))
                            .log("request");
                }
            });
        };
    }

    /** Whether every request gets its line, and not only those that went wrong. */
    public static boolean isEachLogged() {
        return ACCESS.isInfoEnabled();
    }

    /** Counts and times requests as {@code sallyport_requests_seconds} by server, method, route and status. */
    public static Decorator timed(
            String server, Function<Request, String> template, MeterRegistry registry, LongSupplier nanos) {
        Map<Label, Timer> timers = new ConcurrentHashMap<>();
        return inner -> request -> {
            long begun = nanos.getAsLong();
            return inner.handle(request).whenAnswered(status -> {
                var label = new Label(method(request), template.apply(request), status);
                Timer usual = timers.get(label);
                Timer timer = usual == null ? timers.computeIfAbsent(label, l -> timer(registry, server, l)) : usual;
                timer.record(nanos.getAsLong() - begun, TimeUnit.NANOSECONDS);
            });
        };
    }

    private record Label(String method, String route, int status) {}

    private static Timer timer(MeterRegistry registry, String server, Label label) {
        return Timer.builder("sallyport.requests")
                .description("Requests by server, method, route and status")
                .tag("server", server)
                .tag("method", label.method())
                .tag("route", label.route())
                .tag("status", Integer.toString(label.status()))
                .serviceLevelObjectives(Buckets.REQUESTS)
                .register(registry);
    }

    /** What breaks inside becomes 500 with the request's id; the operator finds the cause under it. */
    public static Decorator mended() {
        return inner -> request -> {
            try {
                return inner.handle(request);
            } catch (TryLater e) {
                LOG.warn("request {} must come again: {}", request.id(), e.getMessage());
                return Problem.of(503, "unavailable", "Not at this moment", "Try again in a moment.")
                        .retryAfter(e.untilThen());
            } catch (RuntimeException e) {
                LOG.error("request {} failed", request.id(), e);
                return Problem.internal().response();
            }
        };
    }

    /** The method, or one word for all that are none of ours. */
    private static String method(Request request) {
        return switch (request.method()) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> request.method();
            default -> UNUSUAL;
        };
    }
}

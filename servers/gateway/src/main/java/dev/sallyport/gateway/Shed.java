package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Works on at most so many requests at once and sends the rest away at once: 503 is cheaper than a queue (T43). A few places more
 * are kept for signing out, so that a flood does not hold anybody's session open.
 */
final class Shed implements Decorator {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int ONE_KEPT_FOR = 50;
    private static final List<PathPattern> URGENT = List.of(
            PathPattern.of("/v1/auth/logout_*"),
            PathPattern.of("/oauth2/revoke"),
            PathPattern.of("/oauth2/logout"),
            PathPattern.of("/sign-out/**"));

    private final Semaphore places;
    private final Semaphore kept;
    private final Counter refusals;

    Shed(int most, MeterRegistry meters) {
        this.places = new Semaphore(most);
        this.kept = new Semaphore(Math.max(1, most / ONE_KEPT_FOR));
        this.refusals = Counter.builder("sallyport.gateway.shed")
                .description("Requests sent away because all places were taken")
                .register(meters);
    }

    @Override
    public Handler around(Handler inner) {
        return request -> {
            if (places.tryAcquire()) {
                return in(places, inner, request);
            }
            if (isUrgent(request.path()) && kept.tryAcquire()) {
                return in(kept, inner, request);
            }
            refusals.increment();
            return Problem.of(503, "overloaded", "Too busy", "All places are taken. Try again shortly.")
                    .retryAfter(WAIT);
        };
    }

    private static boolean isUrgent(String path) {
        return URGENT.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static Response in(Semaphore taken, Handler inner, Request request) {
        try {
            return inner.handle(request).whenAnswered(status -> taken.release());
        } catch (RuntimeException e) {
            taken.release();
            throw e;
        }
    }
}

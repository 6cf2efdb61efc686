package dev.sallyport.gateway;

import dev.sallyport.kit.engine.HttpEngine.Handling;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Sends a request away whose turn comes, at a server behind gateways, when its gateway waits no more: a server that has more to do
 * than it can does nothing for nobody. What was begun is not touched, for it may be at its COMMIT.
 */
public final class InTime {
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final InnerSeal seal;
    private final Counter refusals;
    private final LongSupplier nanos;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public InTime(InnerSeal seal, MeterRegistry meters, LongSupplier nanos) {
        this.seal = seal;
        this.nanos = nanos;
        this.refusals = Counter.builder("sallyport.requests.late")
                .description("Requests that were not begun because their gateway waited no more")
                .register(meters);
    }

    /** How a request is handled, asked when it arrives: by {@code inner}, if that begins in time. */
    public Function<Request, Handling> before(Handler inner) {
        return arriving -> {
            long arrived = nanos.getAsLong();
            return new Handling(false, request -> isLate(request, arrived) ? late() : inner.handle(request));
        };
    }

    /** Only a gateway's word counts; whoever else says something is for those who stand further in. */
    private boolean isLate(Request request, long arrived) {
        Optional<Duration> left = InnerSeal.left(request);
        return left.isPresent() && nanos.getAsLong() - arrived >= left.get().toNanos() && seal.holds(request);
    }

    private Response late() {
        refusals.increment();
        Problem problem = Problem.of(503, "overloaded", "Too busy", "Its time was over before its turn came.");
        return SecurityHeaders.dressed(problem.retryAfter(WAIT), Optional.empty());
    }
}

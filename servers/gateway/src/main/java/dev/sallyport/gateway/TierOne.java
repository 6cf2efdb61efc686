package dev.sallyport.gateway;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The coarse limits at the door, by address: every limit whose path matches applies (L27, L29). */
final class TierOne implements Decorator {
    private final List<Counted> limits;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    TierOne(List<Limit> limits, LongSupplier nanos, RandomSource random) {
        this.limits = limits.stream()
                .map(l -> new Counted(l.path(), new Buckets(l.rate(), Buckets.MOST, nanos, random)))
                .toList();
    }

    @Override
    public Handler around(Handler inner) {
        return request ->
                decide(request.path(), request.peer()).map(TierOne::refused).orElseGet(() -> inner.handle(request));
    }

    /** How long this address has to wait for this path, where it has to. */
    Optional<Duration> decide(String path, Address from) {
        Optional<Duration> wait = Optional.empty();
        for (Counted limit : limits) {
            if (wait.isEmpty() && limit.path().matches(path)) {
                wait = limit.buckets().take(from);
            }
        }
        return wait;
    }

    private static Response refused(Duration wait) {
        return Problem.of(
                        429,
                        "rate-limited",
                        "Too many requests",
                        "This address asked too often. Wait for the seconds in Retry-After.")
                .retryAfter(wait);
    }

    private record Counted(PathPattern path, Buckets buckets) {}
}

package dev.sallyport.gateway;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.gateway.Buckets.Taken;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The coarse limits at the door: every limit whose path matches applies (L27, L29). They are counted in this process, and, where
 * there is something that gateways share, together with the others; its loss neither opens nor closes them (T27).
 */
public final class TierOne implements Decorator {
    private final List<Counted> limits;
    private final Function<Request, Optional<ClientId>> client;
    private final boolean told;

    /**
     * @param client who asks, by an access token that holds
     * @param told whether answers say what is left
     * @param together with whom the askers are counted, empty for this process alone
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public TierOne(
            List<Limit> limits,
            Function<Request, Optional<ClientId>> client,
            boolean told,
            Optional<CountedTogether> together,
            MeterRegistry meters,
            LongSupplier nanos,
            RandomSource random) {
        this.limits = limits.stream()
                .map(l -> {
                    var buckets = new Buckets(l.rate(), Buckets.MOST, nanos, random);
                    Counting counting =
                            together.map(t -> t.counting(l, buckets)).orElseGet(() -> new Counting.Alone(buckets));
                    return new Counted(l, counting, refusals(l, meters));
                })
                .toList();
        this.client = client;
        this.told = told;
    }

    private static Counter refusals(Limit limit, MeterRegistry meters) {
        return Counter.builder("sallyport.gateway.limited")
                .description("Requests that Tier 1 sent away, by limit")
                .tag("path", limit.path().text())
                .tag("per", limit.per().name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    @Override
    public Handler around(Handler inner) {
        return request -> {
            List<Told> taken = decide(request);
            Optional<Told> refusal =
                    taken.stream().filter(t -> t.taken().isRefused()).findFirst();
            Response response = refusal.map(TierOne::refused).orElseGet(() -> inner.handle(request));
            return told && !taken.isEmpty() ? telling(response, taken) : response;
        };
    }

    /** What each limit says that matches; after one that refuses, no other is asked. */
    List<Told> decide(Request request) {
        var all = new ArrayList<Told>(2);
        for (Counted counted : limits) {
            if (counted.limit().path().matches(request.path())) {
                Taken taken = counted.counting().take(asker(counted.limit().per(), request));
                all.add(new Told(counted.limit(), taken));
                if (taken.isRefused()) {
                    counted.refusals().increment();
                    break;
                }
            }
        }
        return all;
    }

    /** Whether a request for the path may have to wait for what others have counted; then it must not be on an event loop. */
    boolean waits(String path) {
        return limits.stream()
                .anyMatch(c -> c.counting().waits() && c.limit().path().matches(path));
    }

    /** Whether a request for any path may have to. */
    boolean waits() {
        return limits.stream().anyMatch(c -> c.counting().waits());
    }

    private Asker asker(Limit.Per per, Request request) {
        return switch (per) {
            case ADDRESS -> Network.of(request.peer());
            case CLIENT ->
                client.apply(request).<Asker>map(Asker.Client::new).orElseGet(() -> Network.of(request.peer()));
            case ROUTE -> new Asker.Everybody();
        };
    }

    private static Response refused(Told told) {
        String whose = switch (told.limit().per()) {
            case ADDRESS -> "This address asked too often.";
            case CLIENT -> "This client asked too often.";
            case ROUTE -> "Too many ask for this at once.";
        };
        return Problem.of(429, "rate-limited", "Too many requests", whose + " Wait for the seconds in Retry-After.")
                .retryAfter(told.taken().refill());
    }

    @Spec("draft-ietf-httpapi-ratelimit-headers §3")
    private static Response telling(Response response, List<Told> taken) {
        return beside(
                beside(response, "ratelimit-policy", taken.stream().map(Told::policy)),
                "ratelimit",
                taken.stream().map(Told::state));
    }

    /** With these items before those that a limit further in has told. */
    private static Response beside(Response response, String name, Stream<String> items) {
        return response.header(
                name,
                Stream.concat(items, response.headers().all(name).stream()).collect(Collectors.joining(", ")));
    }

    private record Counted(Limit limit, Counting counting, Counter refusals) {}

    /** A limit, and what it said. */
    record Told(Limit limit, Taken taken) {
        private String policy() {
            return name() + ";q=" + limit.rate().count() + ";w="
                    + limit.rate().period().toSeconds();
        }

        private String state() {
            Duration full = taken.full();
            long seconds = full.toSeconds() + (full.toNanosPart() > 0 ? 1 : 0);
            return name() + ";r=" + taken.left() + ";t=" + seconds;
        }

        private String name() {
            return '"' + limit.path().text() + '"';
        }
    }
}

package dev.sallyport.gateway.cache;

import dev.sallyport.gateway.cache.Kept.Use;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The cache of one route. Of those who ask for the same at one time, one asks the origin and the others wait for what it brings, as long
 * as answers to that may be kept.
 */
public final class ResponseCache {
    /** How long somebody waits for another's answer before asking too. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** A part, or a condition that only the origin can judge. */
    private static final List<String> BYPASSING =
            List.of("range", "if-range", "if-match", "if-unmodified-since", "upgrade", "sec-websocket-key");

    private final Stock stock;

    ResponseCache(Stock stock) {
        this.stock = stock;
        stock.tally().weigh(stock.shelf()::weight);
    }

    /**
     * What is kept, or what the origin says.
     *
     * @param known whether the request came with a credential, or through a lock
     * @param onward to the origin; its answer is a {@link ResponseBody.Forward}
     */
    public Response answer(Request request, boolean known, Function<Request, Response> onward) {
        // A body of a GET means nothing, but an origin may read it.
        boolean bypassing =
                request.body().length().orElse(1) > 0 || BYPASSING.stream().anyMatch(request.headers()::has);
        if (!METHODS.contains(request.method()) || bypassing) {
            stock.tally().count("bypass");
            return onward.apply(request);
        }
        var asked = new Asked(
                Key.of(request, known || request.headers().has("authorization")),
                request,
                said(request.headers()),
                stock.clock().instant());
        Optional<Kept> found = found(asked);
        Optional<Response> answer = found.flatMap(kept -> atOnce(asked, kept));
        if (answer.isPresent()) {
            return answer.get();
        }
        if (asked.said().has("only-if-cached")) {
            return Problem.of(504, "not-found", "Nothing is kept", "There is no fresh answer to this here.")
                    .response();
        }
        if (request.method().equals("HEAD") || asked.said().has("no-store")) {
            return unwatched(asked, found, onward);
        }
        return stock.isUnkept(asked.key()) ? led(asked, found, new Flight(), onward) : flown(asked, found, onward);
    }

    /** Something changed what is kept under this address, at whatever route. */
    void invalidate(Key key) {
        stock.invalidate(key);
    }

    /** {@code Pragma} stands for {@code Cache-Control} where that says nothing. */
    private static CacheControl said(Headers headers) {
        boolean old =
                !headers.has("cache-control") && headers.all("pragma").stream().anyMatch(p -> p.contains("no-cache"));
        return CacheControl.of(old ? List.of("no-cache") : headers.all("cache-control"));
    }

    private Optional<Kept> found(Asked asked) {
        return stock.shelf().find(asked.key(), asked.request().headers());
    }

    private Optional<Response> atOnce(Asked asked, Kept kept) {
        Instant now = stock.clock().instant();
        return switch (kept.use(asked.said(), now)) {
            case FRESH -> Optional.of(stock.given("hit", kept, asked, CacheStatus.hit(kept.left(now)), now));
            case MEANWHILE ->
                stock.flights().containsKey(asked.key())
                        ? Optional.of(stock.given(
                                "stale", kept, asked, CacheStatus.stale(kept.left(now), "revalidating"), now))
                        : Optional.empty();
            case ASK -> Optional.empty();
        };
    }

    private Response flown(Asked asked, Optional<Kept> found, Function<Request, Response> onward) {
        var own = new Flight();
        Flight other = stock.flights().putIfAbsent(asked.key(), own);
        if (other == null) {
            return led(asked, found, own, onward);
        }
        // Who waited in vain asks for itself alone.
        Optional<Kept> brought = other.await(WAIT) ? found(asked) : Optional.empty();
        Instant now = stock.clock().instant();
        return brought.filter(kept -> !kept.received().isBefore(asked.at()) || kept.use(asked.said(), now) == Use.FRESH)
                .map(kept -> stock.given("hit", kept, asked, CacheStatus.collapsed(kept.left(now)), now))
                .orElseGet(() -> led(asked, found(asked), new Flight(), onward));
    }

    /** To the origin, without an eye on what it answers. */
    private Response unwatched(Asked asked, Optional<Kept> found, Function<Request, Response> onward) {
        stock.tally().count("miss");
        Response response = onward.apply(asked.request());
        String told = CacheStatus.forwarded(reason(asked, found), false);
        return response.header(CacheStatus.FIELD, told);
    }

    private String reason(Asked asked, Optional<Kept> found) {
        if (found.isPresent()) {
            return found.get().left(stock.clock().instant()).isPositive() ? "request" : "stale";
        }
        return stock.shelf().has(asked.key()) ? "vary-miss" : "uri-miss";
    }

    /** To the origin, for all who ask for the same. */
    private Response led(Asked asked, Optional<Kept> found, Flight flight, Function<Request, Response> onward) {
        var keeper = new Keeper(stock, asked, found, reason(asked, found), flight);
        try {
            Response response = onward.apply(keeper.conditional());
            if (response.body() instanceof ResponseBody.Forward forward) {
                return response.body(forward.watched(keeper).ending(keeper::over));
            }
            keeper.over();
            return response;
        } catch (RuntimeException e) {
            keeper.over();
            throw e;
        }
    }
}

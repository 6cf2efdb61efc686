package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Onlooker;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sees what the origin answers, keeps what may be kept, and gives what is kept where the origin says so or fails. */
final class Keeper implements Onlooker {
    private static final Set<Integer> FAILURES = Set.of(500, 502, 503, 504);

    private final Stock stock;
    private final Asked asked;
    private final Optional<Kept> found;
    private final String reason;
    private final Flight flight;
    private final long generation;

    /**
     * @param found what is kept and not good enough without asking
     * @param reason why the origin is asked, as {@link CacheStatus} says it
     */
    Keeper(Stock stock, Asked asked, Optional<Kept> found, String reason, Flight flight) {
        this.stock = stock;
        this.generation = stock.generation(asked.key());
        this.asked = asked;
        this.found = found;
        this.reason = reason;
        this.flight = flight;
    }

    /** The request, asking whether what is kept is good still, where something is. */
    @Spec("RFC 9111 §4.3.1")
    Request conditional() {
        Request request = asked.request();
        if (!asksForOurs()) {
            return request;
        }
        Headers[] headers = {request.headers().without("if-none-match").without("if-modified-since")};
        found.flatMap(Kept::tag).ifPresent(tag -> headers[0] = headers[0].set("if-none-match", tag));
        found.flatMap(Kept::modified).ifPresent(at -> headers[0] = headers[0].set("if-modified-since", at));
        return request.with(headers[0]);
    }

    /** Whether a 304 is about what is kept, and not about what the client has. */
    private boolean asksForOurs() {
        return found.filter(kept -> kept.tag().isPresent() || kept.modified().isPresent())
                .isPresent();
    }

    @Override
    public Sight saw(int status, Headers headers) {
        Instant now = stock.clock().instant();
        if (status == 304 && asksForOurs()) {
            return new Sight.Instead(validated(found.get(), headers, now));
        }
        if (FAILURES.contains(status)) {
            Optional<Response> stale = instead();
            if (stale.isPresent()) {
                return new Sight.Instead(stale.get());
            }
        }
        stock.tally().count("miss");
        Optional<Kept> kept = KeepingRules.kept(
                        asked.request().headers(), asked.key().known(), status, headers, asked.at(), now)
                .filter(one -> length(headers) <= stock.mostOfOne());
        boolean stored = kept.isPresent() && stock.generation(asked.key()) == generation;
        Headers told = CacheStatus.beside(headers, CacheStatus.forwarded(reason, stored));
        if (stored) {
            return new Sight.Wanted(told, new Taking(kept.get()));
        }
        if (status < 500 && status != 304) {
            found.ifPresent(old -> stock.shelf().drop(asked.key()));
            stock.unkept(asked.key());
        }
        over();
        return new Sight.Passes(told);
    }

    /** What is kept is good still; whether for longer than this once, the 304 says. */
    private Response validated(Kept kept, Headers headers, Instant now) {
        Optional<Kept> fresh = KeepingRules.freshened(
                kept, asked.request().headers(), asked.key().known(), headers, asked.at(), now);
        fresh.ifPresentOrElse(this::keep, () -> stock.shelf().drop(asked.key()));
        over();
        Kept given = fresh.orElse(kept);
        return stock.given("validated", given, asked, CacheStatus.validated(given.left(now)), now);
    }

    /** What is kept, where it may be given in the place of an error. */
    @Override
    public Optional<Response> instead() {
        Instant now = stock.clock().instant();
        return found.filter(kept -> kept.servesErrors(now)).map(kept -> {
            over();
            return stock.given("stale", kept, asked, CacheStatus.stale(kept.left(now), "origin-failed"), now);
        });
    }

    private void keep(Kept one) {
        if (stock.generation(asked.key()) == generation) {
            stock.shelf().put(asked.key(), asked.request().headers(), one);
        }
    }

    /** Nobody needs to wait for this any longer; more than once is as good as once. */
    void over() {
        stock.flights().remove(asked.key(), flight);
        flight.land();
    }

    private final class Taking implements Collector {
        private final Kept head;

        Taking(Kept head) {
            this.head = head;
        }

        @Override
        public int most() {
            return stock.mostOfOne();
        }

        @Override
        public void whole(byte[] body) {
            keep(new Kept(
                    head.status(), head.headers(), body, head.varied(), head.lifetime(), head.aged(), head.received()));
            over();
        }

        @Override
        public void tooLong() {
            stock.unkept(asked.key());
            over();
        }
    }

    private static long length(Headers headers) {
        return headers.first("content-length")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}

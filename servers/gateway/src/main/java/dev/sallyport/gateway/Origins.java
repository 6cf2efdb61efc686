package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.forward.Try;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The origins of one route, or of one server of the house: which of them are well, and whose turn it is. One that does not
 * answer is left out for a while; where none is well, all are asked, for no answer is worse than none.
 */
final class Origins {
    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

    /** Answers that tell of a server that cannot work. */
    private static final Set<Integer> SICK = Set.of(502, 503, 504);

    private final String name;
    private final Balance balance;
    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Absence absence;
    private final Counter retries;
    private final Counter ejections;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Origin, Gauge> gauges = new HashMap<>();
    private volatile List<Origin> all = List.of();

    /**
     * @param name what logs and measurements call them
     * @param urls at least one
     * @param patience how long requests wait where none of them takes a connection; zero: not at all
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    Origins(String name, List<URI> urls, Balance balance, Duration patience, MeterRegistry meters, LongSupplier nanos) {
        this.name = name;
        this.balance = balance;
        this.meters = meters;
        this.nanos = nanos;
        this.absence = new Absence(name, patience, meters);
        this.retries = Counter.builder("sallyport.origin.retries")
                .description("Further tries of requests that an origin did not answer")
                .tag("route", name)
                .register(meters);
        this.ejections = Counter.builder("sallyport.origin.ejections")
                .description("How often an origin was left out for a while")
                .tag("route", name)
                .register(meters);
        are(urls);
    }

    /**
     * These are all from now on. Of those that were here before it stays known how they have been doing; a request at one that is
     * gone goes on.
     *
     * @param urls at least one
     */
    final synchronized void are(List<URI> urls) {
        if (urls.isEmpty() || !urls.stream().allMatch(UserRoute::isOrigin)) {
            throw new IllegalArgumentException("there must be at least one origin, without a path");
        }
        List<Origin> before = all;
        all = urls.stream()
                .distinct()
                .map(url -> before.stream()
                        .filter(known -> known.url().equals(url))
                        .findFirst()
                        .orElseGet(() -> new Origin(url)))
                .toList();
        before.stream().filter(gone -> !all.contains(gone)).forEach(gone -> meters.remove(gauges.remove(gone)));
        all.forEach(origin -> gauges.computeIfAbsent(origin, this::gauge));
    }

    private Gauge gauge(Origin of) {
        return Gauge.builder("sallyport.origin.up", of, o -> o.isUp() ? 1 : 0)
                .description("Whether the origin is asked")
                .tag("route", name)
                .tag("origin", of.url().toString())
                .strongReference(true)
                .register(meters);
    }

    /** What logs and measurements call them. */
    String name() {
        return name;
    }

    Balance balance() {
        return balance;
    }

    List<Origin> all() {
        return all;
    }

    /** The origins of one request, best first. */
    Tries tries(String key) {
        return new Asking(key, turn.getAndIncrement());
    }

    /** The health checks have come to another view of the origin. */
    void checked(Origin origin, boolean well, String why) {
        origin.ill(!well);
        if (well) {
            origin.circuit().answered();
            absence.ended();
            LOG.info("origin {} of {} is well again by its health check", origin.url(), name);
        } else {
            ejections.increment();
            LOG.warn("origin {} of {} is left out by its health check: {}", origin.url(), name, why);
        }
    }

    private Optional<Origin> choose(List<Origin> tried, int turn, String key) {
        long now = nanos.getAsLong();
        List<Origin> here = all;
        var left = new ArrayList<Origin>(here.size());
        var well = new ArrayList<Origin>(here.size());
        for (Origin origin : here) {
            if (!tried.contains(origin)) {
                left.add(origin);
                if (origin.mayBeAsked(now)) {
                    well.add(origin);
                }
            }
        }
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Origin chosen = balance.pick(well.isEmpty() ? left : well, turn, key);
        if (!well.isEmpty()) {
            chosen.circuit().enter(now);
        }
        return Optional.of(chosen);
    }

    private void answered(Origin origin, int status, boolean leaving) {
        if (leaving) {
            failed(origin, true, "it is leaving");
        } else if (SICK.contains(status)) {
            failed(origin, false, "it answered with " + status);
        } else if (origin.circuit().answered()) {
            LOG.info("origin {} of {} answers again", origin.url(), name);
        }
    }

    private void failed(Origin origin, Failure how) {
        switch (how) {
            case REFUSED -> failed(origin, true, "it takes no connection");
            case UNREACHED -> failed(origin, false, "no connection was made in the time");
            case BROKEN -> failed(origin, false, "its answer was none, or broke off");
            case LATE -> failed(origin, false, "it was silent for too long");
            case BUSY, DECLINED, STALE, ABANDONED ->
                LOG.debug("origin {} was not asked to its end: {}", origin.url(), how);
        }
    }

    private void failed(Origin origin, boolean proven, String why) {
        long now = nanos.getAsLong();
        if (origin.circuit().failed(proven, mayLose(origin), now)) {
            ejections.increment();
            LOG.warn(
                    "origin {} of {} is left out for {} s: {}",
                    origin.url(),
                    name,
                    Duration.ofNanos(Circuit.rest(1)).toSeconds(),
                    why);
        }
    }

    /** At most half of the origins, rounded up, are out at once, and never all. */
    private boolean mayLose(Origin one) {
        List<Origin> here = all;
        long others = here.stream().filter(o -> o != one && !o.isUp()).count();
        return others + 1 < here.size() && others < (here.size() + 1) / 2;
    }

    /** One request's way through the origins. */
    private final class Asking implements Tries {
        private final String key;
        private final int turn;
        private final List<Origin> tried = new ArrayList<>(3);
        private boolean waited;

        Asking(String key, int turn) {
            this.key = key;
            this.turn = turn;
        }

        @Override
        public Optional<Try> next() {
            Optional<Origin> chosen = choose(tried, turn, key);
            if (chosen.isPresent() && !tried.isEmpty()) {
                retries.increment();
            }
            return chosen.map(this::asked);
        }

        @Override
        public Optional<Duration> pause() {
            Optional<Duration> pause = absence.met(nanos.getAsLong(), !waited, turn);
            waited |= pause.isPresent();
            return pause;
        }

        @Override
        public Optional<Try> resume() {
            if (!absence.goesOn(nanos.getAsLong())) {
                return Optional.empty();
            }
            tried.clear();
            return choose(tried, turn, key).map(this::asked);
        }

        @Override
        public void leave() {
            absence.left();
        }

        private Try asked(Origin origin) {
            tried.add(origin);
            return new Asked(origin);
        }

        @Override
        public Try again() {
            retries.increment();
            return new Asked(tried.getLast());
        }
    }

    /** One request at one origin. */
    private final class Asked implements Try {
        private final Origin origin;
        private final AtomicBoolean over = new AtomicBoolean();

        Asked(Origin origin) {
            this.origin = origin;
            origin.begun();
        }

        @Override
        public URI origin() {
            return origin.url();
        }

        @Override
        public void reached() {
            absence.ended();
        }

        @Override
        public void answered(int status, boolean leaving) {
            Origins.this.answered(origin, status, leaving);
        }

        @Override
        public void failed(Failure how) {
            Origins.this.failed(origin, how);
        }

        @Override
        public void over() {
            if (!over.getAndSet(true)) {
                origin.ended();
            }
        }
    }
}

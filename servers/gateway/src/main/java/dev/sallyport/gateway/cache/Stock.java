package dev.sallyport.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** What the cache of one route holds: the kept answers, and what is on its way. */
final class Stock {
    /** How long it is remembered that answers to something may not be kept, so that nobody waits for them. */
    private static final Duration UNKEPT = Duration.ofSeconds(30);

    private static final int MOST_UNKEPT = 10_000;
    private static final int GENERATIONS = 1 << 10;

    private final Shelf shelf;
    private final int mostOfOne;
    private final InstantSource clock;
    private final Tally tally;
    private final Map<Key, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicLongArray generations = new AtomicLongArray(GENERATIONS);
    private final Cache<Key, Boolean> unkept = Caffeine.newBuilder()
            .maximumSize(MOST_UNKEPT)
            .expireAfterWrite(UNKEPT)
            .executor(Runnable::run)
            .build();

    /**
     * @param most bytes of all answers together
     * @param mostOfOne bytes of one body
     */
    Stock(long most, int mostOfOne, InstantSource clock, Tally tally) {
        this.shelf = new Shelf(most);
        this.mostOfOne = mostOfOne;
        this.clock = clock;
        this.tally = tally;
    }

    Shelf shelf() {
        return shelf;
    }

    int mostOfOne() {
        return mostOfOne;
    }

    InstantSource clock() {
        return clock;
    }

    Tally tally() {
        return tally;
    }

    /** Those under way for which others wait. */
    Map<Key, Flight> flights() {
        return flights;
    }

    /** Answers to this are not kept at present. */
    void unkept(Key key) {
        unkept.put(key, true);
    }

    boolean isUnkept(Key key) {
        return unkept.getIfPresent(key) != null;
    }

    /** Counts the changes of what lies under the key, and under some others: what was asked before one is not kept after it. */
    long generation(Key key) {
        return generations.get(place(key));
    }

    void invalidate(Key key) {
        generations.incrementAndGet(place(key));
        shelf.drop(key);
        Flight flight = flights.remove(key);
        if (flight != null) {
            flight.land();
        }
    }

    private static int place(Key key) {
        return Math.floorMod(key.hashCode(), GENERATIONS);
    }

    /** A kept answer, counted. */
    Response given(String outcome, Kept kept, Asked asked, String told, Instant now) {
        tally.count(outcome);
        return Answers.of(kept, asked.request(), told, now);
    }
}

package dev.sallyport.kit.fetch;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Answers kept for as long as their senders allow, a bounded number; of many who ask for the same at once, one goes. */
final class FetchCache {
    /** Nothing is asked for again sooner than this, failures included. */
    static final Duration SHORTEST = Duration.ofSeconds(5);

    static final Duration LONGEST = Duration.ofHours(24);

    private final AsyncCache<String, Held> cache;
    private final InstantSource clock;

    private record Held(Fetched answer, Instant at) {
        long keepNanos() {
            Duration allowed = switch (answer) {
                case Fetched.Got got -> got.cacheFor();
                case Fetched.Refused refused -> SHORTEST;
            };
            Duration atLeast = allowed.compareTo(SHORTEST) < 0 ? SHORTEST : allowed;
            return (atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast).toNanos();
        }
    }

    FetchCache(int most, InstantSource clock) {
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<String, Held>creating((uri, held) -> Duration.ofNanos(held.keepNanos())))
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .scheduler(Scheduler.disabledScheduler())
                .executor(Runnable::run)
                .buildAsync();
    }

    CompletableFuture<Fetched> get(String uri, Duration oldest, Supplier<CompletableFuture<Fetched>> fetch) {
        CompletableFuture<Held> known = cache.getIfPresent(uri);
        if (known != null && known.isDone() && !known.isCompletedExceptionally() && isOlder(known.join(), oldest)) {
            cache.asMap().remove(uri, known);
        }
        return cache.get(uri, (key, executor) -> fetch.get().thenApply(answer -> new Held(answer, clock.instant())))
                .thenApply(Held::answer);
    }

    private boolean isOlder(Held held, Duration oldest) {
        return Duration.between(held.at(), clock.instant()).compareTo(oldest) > 0;
    }
}

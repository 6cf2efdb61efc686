package dev.sallyport.storage.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps the places of attempts in Redis, and everything that counts in the store beneath: a sign-in that succeeds writes nothing
 * there. The store beneath is asked before an attempt is judged and again before its answer is given, so however often Redis is
 * emptied, stopped or unreachable from some, no more attempts are answered than the store has room for (T22, T27). Without Redis
 * the places are in the store too.
 */
public final class RedisAttempts implements AttemptStore {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Attempts of this process whose places are in Redis, at most; what is more keeps its place until it counts as failed. */
    private static final int MOST = 100_000;

    private final AttemptStore inner;
    private final Redis redis;
    private final RandomSource random;
    private final Cache<AttemptKey, List<String>> held;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public RedisAttempts(AttemptStore inner, Redis redis, RandomSource random, LongSupplier nanos) {
        this.inner = inner;
        this.redis = redis;
        this.random = random;
        this.held = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(AttemptPolicy.JUDGEMENT.multipliedBy(2))
                .ticker(nanos::getAsLong)
                .scheduler(Scheduler.disabledScheduler())
                .executor(Runnable::run)
                .build();
    }

    /** What came of asking Redis for a place. */
    private sealed interface Asked {
        record Taken() implements Asked {}

        record Full() implements Asked {}

        /** So many attempts never came to an end. */
        record Unended(long count) implements Asked {}

        record Away() implements Asked {}
    }

    @Override
    public Begun begin(AttemptKey key, AttemptPolicy policy, Instant now) {
        AttemptTally tally = inner.read(key);
        Optional<Instant> suspended = tally.suspendedUntil().filter(now::isBefore);
        if (suspended.isPresent()) {
            return new Begun.Suspended(suspended.get());
        }
        AttemptTally.Step<Begun> step = tally.begin(policy, now);
        if (!(step.answer() instanceof Begun.Judge)) {
            return inner.begin(key, policy, now);
        }
        AttemptTally after = step.after();
        int others = after.places().size() - 1;
        return switch (ask(key, policy, policy.failures() - after.failures() - others, now)) {
            case Asked.Taken() -> new Begun.Judge();
            case Asked.Full() -> new Begun.Crowded(SOON);
            case Asked.Away() -> inner.begin(key, policy, now);
            case Asked.Unended(long count) -> {
                for (long i = 0; i < count; i++) {
                    inner.fail(key, policy, now);
                }
                yield begin(key, policy, now);
            }
        };
    }

    private Asked ask(AttemptKey key, AttemptPolicy policy, int room, Instant now) {
        String place = random.token();
        Optional<List<Long>> answer = redis.ask(
                Script.PLACE,
                key.value(),
                () -> leave(key, place),
                Long.toString(now.toEpochMilli()),
                Long.toString(AttemptPolicy.JUDGEMENT.toMillis()),
                Integer.toString(room),
                place,
                Long.toString(policy.suspend().toMillis()));
        if (answer.isEmpty()) {
            return new Asked.Away();
        }
        long unended = answer.get().get(0);
        if (unended > 0) {
            return new Asked.Unended(unended);
        }
        if (answer.get().get(1) == 0) {
            return new Asked.Full();
        }
        held.asMap().merge(key, List.of(place), RedisAttempts::joined);
        return new Asked.Taken();
    }

    @Override
    public Failed fail(AttemptKey key, AttemptPolicy policy, Instant now) {
        Failed failed = inner.fail(key, policy, now);
        leave(key);
        return failed;
    }

    @Override
    public Succeeded succeed(AttemptKey key, AttemptPolicy policy, Instant now) {
        Succeeded succeeded = inner.read(key).isEmpty() ? new Succeeded.Holds() : inner.succeed(key, policy, now);
        leave(key);
        return succeeded;
    }

    @Override
    public void giveBack(AttemptKey key) {
        if (!leave(key)) {
            inner.giveBack(key);
        }
    }

    /** Gives a place in Redis back that this process holds; whether it held one. */
    private boolean leave(AttemptKey key) {
        var last = new String[1];
        held.asMap().computeIfPresent(key, (k, places) -> {
            last[0] = places.getLast();
            return places.size() == 1 ? null : List.copyOf(places.subList(0, places.size() - 1));
        });
        if (last[0] == null) {
            return false;
        }
        leave(key, last[0]);
        return true;
    }

    private void leave(AttemptKey key, String place) {
        redis.remove(Script.PLACE, key.value(), place);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    @Override
    public AttemptTally read(AttemptKey key) {
        return inner.read(key);
    }

    @Override
    public boolean clear(AttemptKey key) {
        return inner.clear(key);
    }

    @Override
    public int purge(Instant now, int most) {
        return inner.purge(now, most);
    }
}

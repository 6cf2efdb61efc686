package dev.sallyport.app;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.bulletin.Bulletin;
import dev.sallyport.domain.bulletin.OwnBulletin;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.gateway.CountedTogether;
import dev.sallyport.monitor.Check;
import dev.sallyport.storage.redis.Redis;
import dev.sallyport.storage.redis.RedisAttempts;
import dev.sallyport.storage.redis.RedisBuckets;
import dev.sallyport.storage.redis.RedisBulletin;
import dev.sallyport.storage.redis.RedisMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the processes of an installation share to be faster together: Redis, or, where there is none, nothing. */
final class CacheRoom implements AutoCloseable {
    private final Optional<Redis> redis;
    private final Bulletin bulletin;
    private final Sealer sealer;
    private final Machine machine;

    CacheRoom(Settings settings, Sealer sealer, Machine machine) {
        this.sealer = sealer;
        this.machine = machine;
        this.redis = settings.redis().map(where -> new Redis(where, machine.nanos()));
        this.bulletin = redis.<Bulletin>map(r -> new RedisBulletin(
                        r,
                        names("bulletin").of("installation"),
                        machine.random().token()))
                .orElseGet(OwnBulletin::new);
    }

    private KeyedDigest names(String purpose) {
        return new KeyedDigest(sealer.derive("redis-" + purpose));
    }

    Bulletin bulletin() {
        return bulletin;
    }

    /** @param durable what counts in the end */
    AttemptStore attempts(AttemptStore durable) {
        return redis.<AttemptStore>map(r -> new RedisAttempts(durable, r, machine.random(), machine.nanos()))
                .orElse(durable);
    }

    Optional<CountedTogether> countedTogether() {
        return redis.map(r -> new CountedTogether(new RedisBuckets(r), names("tier-one")));
    }

    List<Check> checks() {
        return redis.map(r -> List.of(Check.told("redis", r::trouble))).orElse(List.of());
    }

    /** Begins to connect, and does not wait for it. */
    void start(MeterRegistry meters) {
        redis.ifPresent(r -> {
            measured(r, meters);
            r.start();
        });
    }

    private static void measured(Redis redis, MeterRegistry meters) {
        RedisMeters counts = redis.meters();
        counts.calls()
                .forEach((script, count) -> FunctionCounter.builder("sallyport.redis.calls", count, LongAdder::sum)
                        .description("Scripts that Redis was asked to run, by script")
                        .tag("script", script)
                        .register(meters));
        FunctionTimer.builder(
                        "sallyport.redis.answers",
                        counts,
                        RedisMeters::answers,
                        RedisMeters::nanos,
                        TimeUnit.NANOSECONDS)
                .description("How long decisions waited for Redis")
                .register(meters);
        FunctionCounter.builder("sallyport.redis.failures", counts, RedisMeters::failures)
                .description("Calls that Redis answered by an error or not in time")
                .register(meters);
        FunctionCounter.builder("sallyport.redis.fallbacks", counts, RedisMeters::fallbacks)
                .description("Decisions made without Redis because it did not answer")
                .register(meters);
        Gauge.builder("sallyport.redis.away", redis, r -> r.trouble().isPresent() ? 1 : 0)
                .description("1 while Redis does not answer and every process decides alone")
                .register(meters);
    }

    @Override
    public void close() {
        redis.ifPresent(Redis::close);
    }
}

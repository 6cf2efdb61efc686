package dev.sallyport.storage.redis;

import dev.sallyport.domain.limit.SharedBuckets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Buckets in Redis, each one key that is gone when the bucket is full. */
public final class RedisBuckets implements SharedBuckets {
    private static final String IF_THERE = "0";
    private static final String IN_ANY_CASE = "1";

    private final Redis redis;
    private final Supplier<String> micros;

    /** Buckets that are filled by the clock of Redis. */
    public RedisBuckets(Redis redis) {
        this(redis, () -> "");
    }

    /** @param micros the time in microseconds */
    RedisBuckets(Redis redis, Supplier<String> micros) {
        this.redis = redis;
        this.micros = micros;
    }

    @Override
    public Optional<Level> take(Bucket bucket) {
        return redis.ask(Script.BUCKET, bucket.name(), values(bucket, 1, IF_THERE))
                .map(RedisBuckets::level);
    }

    @Override
    public void spend(Bucket bucket, long tokens, Consumer<Level> told) {
        redis.tell(
                Script.BUCKET,
                bucket.name(),
                answer -> told.accept(level(answer)),
                values(bucket, tokens, IN_ANY_CASE));
    }

    private String[] values(Bucket bucket, long tokens, String how) {
        return new String[] {
            Long.toString(bucket.capacity()),
            Long.toString(bucket.period().toNanos() / 1_000),
            Long.toString(tokens),
            how,
            micros.get()
        };
    }

    private static Level level(List<Long> answer) {
        return new Level(answer.get(0) == 1, answer.get(1), micros(answer.get(2)), micros(answer.get(3)));
    }

    private static Duration micros(long count) {
        return Duration.of(count, ChronoUnit.MICROS);
    }
}

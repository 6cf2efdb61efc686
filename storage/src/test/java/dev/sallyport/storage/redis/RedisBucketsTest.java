package dev.sallyport.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.domain.limit.SharedBuckets.Bucket;
import dev.sallyport.domain.limit.SharedBuckets.Level;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class RedisBucketsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static RedisServer server;
    private static Redis redis;

    @BeforeAll
    static void start() throws Exception {
        server = RedisServer.start();
        redis = connected(server.settings());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            redis.close();
            server.close();
        }
    }

    static Redis connected(RedisSettings settings) throws InterruptedException {
        var redis = new Redis(settings, Duration.ofSeconds(5), System::nanoTime);
        redis.start();
        awaited(redis);
        return redis;
    }

    static void awaited(Redis redis) throws InterruptedException {
        for (int i = 0; i < 1_500 && redis.trouble().isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(redis.trouble()).isEmpty();
    }

    private static Bucket bucket(long capacity, Duration period) {
        return new Bucket("bucket " + NAMES.incrementAndGet(), capacity, period);
    }

    private record Clock(AtomicLong micros) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return micros.get() * 1_000;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    /**
     * The same requests at the same moments: they part only where a token comes within the microsecond. Redis forgets by its own clock
     * what should be full, so a run ends where more real time has gone by than a token takes.
     */
    @ParameterizedTest
    @CsvSource({"5,60", "10,60", "7,60", "1,1", "100,1", "3,1", "1000,3600", "60,60"})
    void decides_as_bucket4j_does(long capacity, long seconds) {
        var random = new Random(capacity * 31 + seconds);
        int compared = 0;
        for (int run = 0; run < 5; run++) {
            Duration period = Duration.ofSeconds(seconds);
            var clock = new Clock(new AtomicLong(1_000_000_000_000L));
            var here = io.github.bucket4j.Bucket.builder()
                    .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
                    .withCustomTimePrecision(clock)
                    .build();
            var shared =
                    new RedisBuckets(redis, () -> Long.toString(clock.micros().get()));
            Bucket bucket = bucket(capacity, period);
            long step = period.toNanos() / 1_000 / capacity;
            long kept = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                clock.micros().addAndGet((long) (random.nextDouble() * random.nextDouble() * 3 * step));
                ConsumptionProbe probe = here.tryConsumeAndReturnRemaining(1);
                long asked = System.nanoTime();
                Level level = shared.take(bucket).orElseThrow();
                if (System.nanoTime() - kept >= step * 1_000) {
                    break;
                }
                kept = level.taken() ? asked : kept;
                compared++;
                long off = Math.abs(level.refill().toNanos() - probe.getNanosToWaitForRefill());
                if (level.taken() != probe.isConsumed()) {
                    assertThat(Math.min(level.refill().toNanos(), 2_000) + probe.getNanosToWaitForRefill())
                            .as("a token comes within two microseconds")
                            .isLessThanOrEqualTo(4_000);
                    break;
                }
                assertThat(level.left())
                        .as("left")
                        .isBetween(probe.getRemainingTokens() - 1, probe.getRemainingTokens() + 1);
                if (!level.taken()) {
                    assertThat(off).as("refill").isLessThanOrEqualTo(2_000);
                }
            }
        }
        assumeTrue(compared >= 20, "this machine is slower than the bucket");
    }

    @Test
    void L27_six_sign_ins_a_minute_are_counted_together_however_many_ask_at_once() throws Exception {
        Bucket bucket = bucket(5, Duration.ofMinutes(1));
        try (Redis another = connected(server.settings());
                var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                var buckets = new RedisBuckets(i % 2 == 0 ? redis : another);
                askers.execute(() -> {
                    for (Optional<Level> level = Optional.empty(); level.isEmpty(); ) {
                        level = buckets.take(bucket);
                        level.filter(Level::taken).ifPresent(yes -> taken.incrementAndGet());
                        pause();
                    }
                });
            }
            askers.shutdown();
            assertThat(askers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(taken).hasValue(5);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_was_handed_out_already_is_owed_and_no_more_than_twice_what_fits() throws Exception {
        Bucket bucket = bucket(10, Duration.ofHours(1));
        var buckets = new RedisBuckets(redis);
        var told = new CompletableFuture<Level>();
        buckets.spend(bucket, 4, told::complete);
        assertThat(told.get(5, TimeUnit.SECONDS).left()).isEqualTo(6);
        var owed = new CompletableFuture<Level>();
        buckets.spend(bucket, 1_000, owed::complete);
        Level level = owed.get(5, TimeUnit.SECONDS);
        assertThat(level.taken()).isFalse();
        assertThat(level.left()).isZero();
        assertThat(level.full()).isEqualTo(Duration.ofHours(2));
        assertThat(buckets.take(bucket).orElseThrow().taken()).isFalse();
    }

    @Test
    void T43_a_bucket_that_is_full_again_is_no_key() throws Exception {
        Bucket bucket = bucket(10, Duration.ofSeconds(1));
        assertThat(new RedisBuckets(redis).take(bucket).orElseThrow().taken()).isTrue();
        assertThat(server.say("EXISTS", Script.BUCKET.key(bucket.name()))).isEqualTo(":1");
        TimeUnit.MILLISECONDS.sleep(150);
        assertThat(server.say("EXISTS", Script.BUCKET.key(bucket.name()))).isEqualTo(":0");
    }

    @Test
    void scripts_that_redis_forgot_are_given_again() throws Exception {
        Bucket bucket = bucket(2, Duration.ofHours(1));
        var buckets = new RedisBuckets(redis);
        assertThat(buckets.take(bucket).orElseThrow().left()).isOne();
        assertThat(server.say("SCRIPT", "FLUSH")).isEqualTo("+OK");
        assertThat(buckets.take(bucket).orElseThrow().left()).isZero();
    }
}

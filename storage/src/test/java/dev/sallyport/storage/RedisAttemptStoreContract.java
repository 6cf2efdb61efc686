package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptStore.Begun;
import dev.sallyport.domain.attempt.AttemptStore.Failed;
import dev.sallyport.domain.attempt.AttemptStore.Succeeded;
import dev.sallyport.domain.attempt.AttemptTally;
import dev.sallyport.storage.redis.Redis;
import dev.sallyport.storage.redis.RedisAttempts;
import dev.sallyport.storage.redis.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract with places in a real Redis, and what happens when that is emptied, killed or stopped in the middle. */
abstract class RedisAttemptStoreContract extends AttemptStoreContract {
    private static final AtomicInteger SEED = new AtomicInteger();
    private static RedisServer server;

    private Redis redis;
    private Redis another;
    private AttemptStore attempts;

    /** What befalls Redis. */
    enum Mishap {
        EMPTIED {
            @Override
            void befall() throws IOException {
                server.say("FLUSHALL");
            }
        },
        KILLED {
            @Override
            void befall() throws Exception {
                server.kill();
                server.begin();
            }
        },
        GONE {
            @Override
            void befall() {
                server.kill();
            }
        },
        FROZEN {
            @Override
            void befall() throws Exception {
                server.freeze();
            }
        };

        abstract void befall() throws Exception;
    }

    @BeforeAll
    static void startRedis() throws Exception {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        server.say("FLUSHALL");
        redis = connected();
        another = connected();
        attempts = over(redis);
    }

    @AfterEach
    void disconnect() throws Exception {
        redis.close();
        another.close();
        server.kill();
        server.begin();
    }

    private static Redis connected() throws InterruptedException {
        var redis = new Redis(server.settings(), System::nanoTime);
        redis.start();
        awaited(redis);
        return redis;
    }

    private static void awaited(Redis redis) throws InterruptedException {
        for (int i = 0; i < 500 && redis.trouble().isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(redis.trouble()).isEmpty();
    }

    private AttemptStore over(Redis shared) {
        return new RedisAttempts(stores().attempts(), shared, RedisAttemptStoreContract::bytes, System::nanoTime);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(SEED.incrementAndGet()).nextBytes(bytes);
        return bytes;
    }

    @Override
    AttemptStore attempts() {
        return attempts;
    }

    @Test
    void a_sign_in_that_succeeds_writes_nothing_to_the_database() {
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(stores().attempts().read(KEY)).isEqualTo(AttemptTally.EMPTY);
        assertThat(attempts.succeed(KEY, POLICY, NOW)).isEqualTo(new Succeeded.Holds());
        assertThat(stores().attempts().read(KEY)).isEqualTo(AttemptTally.EMPTY);
        assertThat(stores().attempts().purge(END.plus(AttemptPolicy.JUDGEMENT), 10))
                .isZero();
    }

    @Test
    void T22_places_are_counted_over_all_processes() {
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        AttemptStore elsewhere = over(another);
        assertThat(elsewhere.begin(KEY, POLICY, NOW)).isEqualTo(new Begun.Judge());
        assertThat(elsewhere.begin(KEY, POLICY, NOW)).isEqualTo(new Begun.Judge());
        assertThat(elsewhere.begin(KEY, POLICY, NOW)).isInstanceOf(Begun.Crowded.class);
        assertThat(begin(NOW)).isInstanceOf(Begun.Crowded.class);
    }

    @ParameterizedTest
    @EnumSource
    void T27_a_suspension_outlives_whatever_befalls_redis(Mishap mishap) throws Exception {
        suspend();
        mishap.befall();
        assertThat(begin(NOW)).isEqualTo(new Begun.Suspended(END));
        assertThat(attempts.fail(KEY, POLICY, NOW)).isEqualTo(new Failed.NoPlace());
        assertThat(attempts.succeed(KEY, POLICY, NOW)).isEqualTo(new Succeeded.NoPlace());
    }

    @ParameterizedTest
    @EnumSource
    void T27_failures_are_counted_on_whatever_befalls_redis(Mishap mishap) throws Exception {
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(attempts.fail(KEY, POLICY, NOW)).isEqualTo(new Failed.Counted(1));
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        mishap.befall();
        assertThat(attempts.fail(KEY, POLICY, NOW)).isEqualTo(new Failed.Counted(2));
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(attempts.fail(KEY, POLICY, NOW)).isEqualTo(new Failed.NowSuspended(END));
        assertThat(begin(NOW)).isEqualTo(new Begun.Suspended(END));
    }

    @ParameterizedTest
    @EnumSource
    void T22_guesses_that_lost_their_places_are_not_answered_past_the_limit(Mishap mishap) throws Exception {
        for (int i = 0; i < POLICY.failures(); i++) {
            assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        }
        mishap.befall();
        var second = new ArrayList<Begun>();
        for (int i = 0; i < POLICY.failures(); i++) {
            second.add(begin(NOW));
        }
        var failed = new ArrayList<Failed>();
        long judged = POLICY.failures()
                + second.stream().filter(new Begun.Judge()::equals).count();
        for (long i = 0; i < judged; i++) {
            failed.add(attempts.fail(KEY, POLICY, NOW));
        }
        assertThat(failed).filteredOn(f -> !(f instanceof Failed.NoPlace)).hasSize(POLICY.failures());
        assertThat(failed).filteredOn(Failed.NowSuspended.class::isInstance).hasSize(1);
        assertThat(attempts.succeed(KEY, POLICY, NOW)).isEqualTo(new Succeeded.NoPlace());
        assertThat(begin(NOW)).isEqualTo(new Begun.Suspended(END));
    }

    @ParameterizedTest
    @EnumSource
    void T22_a_hundred_guesses_at_once_while_something_befalls_redis_get_as_many_answers_as_the_limit(Mishap mishap)
            throws Exception {
        AttemptStore elsewhere = over(another);
        List<Boolean> answered = Race.of(i -> {
            if (i == Race.CALLERS / 2) {
                befall(mishap);
            }
            AttemptStore mine = i % 2 == 0 ? attempts : elsewhere;
            return mine.begin(KEY, POLICY, NOW) instanceof Begun.Judge
                    && !(mine.fail(KEY, POLICY, NOW) instanceof Failed.NoPlace);
        });
        assertThat(answered).filteredOn(yes -> yes).hasSizeBetween(1, POLICY.failures());
    }

    private static void befall(Mishap mishap) {
        try {
            mishap.befall();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_redis_that_hangs_is_waited_for_briefly_then_not_at_all_and_used_again_when_it_answers() throws Exception {
        server.freeze();
        var took = new HashMap<Integer, Duration>();
        for (int i = 0; i < 6; i++) {
            long began = System.nanoTime();
            assertThat(begin(NOW)).isInstanceOf(i < POLICY.failures() ? Begun.Judge.class : Begun.Crowded.class);
            took.put(i, Duration.ofNanos(System.nanoTime() - began));
        }
        assertThat(took.values()).allMatch(t -> t.compareTo(Duration.ofSeconds(1)) < 0, "shorter than a second");
        for (int i = 0; i < 500 && redis.trouble().isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(redis.trouble().orElse("")).contains("does not answer").contains("counted in the database");
        server.thaw();
        awaited(redis);
        Map<String, LongAdder> calls = redis.meters().calls();
        long before = calls.get("place").sum();
        for (int i = 0; i < POLICY.failures(); i++) {
            attempts.giveBack(KEY);
        }
        assertThat(begin(NOW)).isEqualTo(new Begun.Judge());
        assertThat(calls.get("place").sum()).isEqualTo(before + 1);
        assertThat(stores().attempts().read(KEY).places()).isEmpty();
    }
}

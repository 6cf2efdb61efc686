package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.limit.SharedBuckets;
import dev.sallyport.domain.privacy.Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CountedTogetherTest {
    private final Shelf shared = new Shelf();
    private long now = 1;

    /** Shared buckets without a network: each one the moment at which it is full again. */
    private final class Shelf implements SharedBuckets {
        private final Map<String, Long> full = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private boolean away;

        @Override
        public Optional<Level> take(Bucket bucket) {
            asked.add(bucket.name());
            return away ? Optional.empty() : Optional.of(step(bucket, 1, false));
        }

        @Override
        public void spend(Bucket bucket, long tokens, Consumer<Level> told) {
            asked.add(bucket.name());
            if (!away) {
                told.accept(step(bucket, tokens, true));
            }
        }

        private Level step(Bucket bucket, long tokens, boolean forced) {
            long interval = bucket.period().toNanos() / bucket.capacity();
            long before = Math.max(now, full.getOrDefault(bucket.name(), now));
            boolean taken = before + tokens * interval - now <= bucket.period().toNanos();
            long after = taken || forced ? before + tokens * interval : before;
            full.put(bucket.name(), after);
            long left = Math.max(0, (bucket.period().toNanos() - (after - now)) / interval);
            long refill =
                    left > 0 ? 0 : after + interval - now - bucket.period().toNanos();
            return new Level(taken, left, Duration.ofNanos(refill), Duration.ofNanos(after - now));
        }
    }

    /** A gateway of the installation. */
    private final class Gateway {
        private final CountedTogether together = new CountedTogether(shared, new KeyedDigest(new byte[32]));
        private final Counting counting;

        Gateway(String rate) {
            var limit = Limit.of("/v1/**", rate);
            counting = together.counting(limit, new Buckets(limit.rate(), Buckets.MOST, () -> now, TestGates.RANDOM));
        }

        boolean lets(String from) {
            return !counting.take(asker(from)).isRefused();
        }

        int lets(String from, int times) {
            int let = 0;
            for (int i = 0; i < times; i++) {
                let += lets(from) ? 1 : 0;
            }
            return let;
        }
    }

    private static Asker asker(String from) {
        return Network.of(new Address(InetAddress.ofLiteral(from)));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void L27_two_gateways_let_five_sign_ins_a_minute_through_together() {
        var one = new Gateway("5/m");
        var two = new Gateway("5/m");
        assertThat(one.lets("192.0.2.1", 3) + two.lets("192.0.2.1", 3)).isEqualTo(5);
        assertThat(one.lets("192.0.2.1")).isFalse();
        assertThat(one.lets("192.0.2.2")).isTrue();
        pass(Duration.ofSeconds(12));
        assertThat(two.lets("192.0.2.1")).isTrue();
        assertThat(one.lets("192.0.2.1")).isFalse();
    }

    @Test
    void whoever_was_refused_is_refused_without_asking_until_there_is_one() {
        var one = new Gateway("5/m");
        var two = new Gateway("5/m");
        assertThat(one.lets("192.0.2.1", 5)).isEqualTo(5);
        assertThat(two.lets("192.0.2.1")).isFalse();
        int asked = shared.asked.size();
        assertThat(two.lets("192.0.2.1", 1_000)).isZero();
        assertThat(one.lets("192.0.2.1", 1_000)).isZero();
        assertThat(shared.asked).hasSize(asked);
        pass(Duration.ofSeconds(12));
        assertThat(two.lets("192.0.2.1")).isTrue();
    }

    @Test
    void any_order_of_requests_at_two_gateways_is_decided_as_at_one() {
        var one = new Gateway("5/m");
        var two = new Gateway("5/m");
        var alone = new Buckets(Rate.of("5/m"), Buckets.MOST, () -> now, TestGates.RANDOM);
        var random = ThreadLocalRandom.current();
        int let = 0;
        int usual = 0;
        for (int i = 0; i < 5_000; i++) {
            pass(Duration.ofMillis(random.nextLong(20_000)));
            let += (random.nextBoolean() ? one : two).lets("192.0.2.1") ? 1 : 0;
            usual += alone.take(asker("192.0.2.1")).isRefused() ? 0 : 1;
        }
        assertThat(let).isBetween(usual - 1, usual + 1);
    }

    @Test
    void T27_without_the_others_each_gateway_counts_alone_and_none_is_open() {
        shared.away = true;
        var one = new Gateway("5/m");
        var two = new Gateway("5/m");
        assertThat(one.lets("192.0.2.1", 100)).isEqualTo(5);
        assertThat(two.lets("192.0.2.1", 100)).isEqualTo(5);
        shared.away = false;
        assertThat(one.lets("192.0.2.1", 100)).isZero();
    }

    @Test
    void T27_emptied_in_between_each_gateway_still_keeps_the_limit_it_has_counted_itself() {
        var one = new Gateway("5/m");
        assertThat(one.lets("192.0.2.1", 5)).isEqualTo(5);
        shared.full.clear();
        assertThat(one.lets("192.0.2.1", 100)).isZero();
    }

    @Test
    void a_wide_limit_is_decided_here_and_told_when_a_twentieth_was_used() {
        var one = new Gateway("100/s");
        var two = new Gateway("100/s");
        assertThat(one.counting.waits()).isFalse();
        assertThat(new Gateway("5/m").counting.waits()).isTrue();
        assertThat(one.lets("192.0.2.1", 4)).isEqualTo(4);
        one.together.settle();
        assertThat(shared.asked).as("far below the limit nobody is told").isEmpty();
        assertThat(one.lets("192.0.2.1", 76)).isEqualTo(76);
        one.together.settle();
        assertThat(shared.asked).hasSize(1);
        assertThat(two.lets("192.0.2.1", 30)).isEqualTo(30);
        two.together.settle();
        assertThat(two.lets("192.0.2.1", 70)).as("what both have used is known").isZero();
        assertThat(one.lets("192.0.2.1", 20)).as("until it is settled again").isEqualTo(20);
    }

    @Test
    void a_wide_limit_holds_over_time_for_all_together() {
        var one = new Gateway("100/s");
        var two = new Gateway("100/s");
        int let = 0;
        for (int tenth = 0; tenth < 100; tenth++) {
            let += one.lets("192.0.2.1", 50) + two.lets("192.0.2.1", 50);
            one.together.settle();
            two.together.settle();
            pass(CountedTogether.SETTLED);
        }
        // Ten seconds at 100 a second, the first hundred at once, and at most another hundred before the gateways knew
        // of each other.
        assertThat(let).isBetween(900, 1_250);
    }

    @Test
    void the_names_of_shared_buckets_tell_no_address() {
        new Gateway("5/m").lets("192.0.2.1");
        assertThat(shared.asked)
                .singleElement()
                .satisfies(name ->
                        assertThat(name).hasSize(43).doesNotContain("192").doesNotContain("c000201"));
    }
}

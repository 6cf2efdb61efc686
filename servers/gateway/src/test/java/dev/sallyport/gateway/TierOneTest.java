package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TierOneTest {
    private long now = -1;
    private final LongSupplier clock = this::now;
    private final TierOne limits = new TierOne(Limit.USUAL, clock, TestGates.RANDOM);

    private long now() {
        return now;
    }

    private static Address address(String text) {
        return new Address(InetAddress.ofLiteral(text));
    }

    private Response ask(String path, String from) {
        Handler handler = limits.around(request -> Response.of(200));
        return handler.handle(Request.of("POST", path).from(address(from)));
    }

    @Test
    void L27_the_sixth_sign_in_of_an_address_has_to_wait() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(200);
        }
        Response sixth = ask("/v1/auth/login_mobile", "192.0.2.1");

        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.headers().first("retry-after")).contains("12");
        assertThat(new String(
                        ((dev.sallyport.kit.http.ResponseBody.Bytes) sixth.body()).bytes(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("/problems/rate-limited");
        assertThat(ask("/v1/auth/login_web", "192.0.2.2").status()).isEqualTo(200);
        assertThat(ask("/v1/auth/me", "192.0.2.1").status()).isEqualTo(200);
    }

    @Test
    void L27_a_minute_brings_five_again_and_not_more() {
        for (int i = 0; i < 5; i++) {
            ask("/v1/auth/login_web", "192.0.2.1");
        }
        now += Duration.ofSeconds(12).toNanos();
        assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(200);
        assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(429);
        now += Duration.ofHours(1).toNanos();
        for (int i = 0; i < 5; i++) {
            assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(200);
        }
        assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(429);
    }

    @Test
    void L27_every_limit_that_matches_applies() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask("/v1/profile", "192.0.2.1").status()).isEqualTo(200);
        }
        assertThat(ask("/v1/profile", "192.0.2.1").status()).isEqualTo(429);
        assertThat(ask("/v1/auth/login_web", "192.0.2.1").status()).isEqualTo(429);
        assertThat(ask("/sign-in", "192.0.2.1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:1::1, 2001:db8:1:1:ffff::9, 429",
        "2001:db8:1:1::1, 2001:db8:1:2::1, 200",
        "192.0.2.1, ::ffff:192.0.2.1, 429",
        "192.0.2.1, 192.0.2.2, 200",
    })
    void L27_IPv6_counts_by_its_64_bit_prefix(String first, String second, int status) {
        for (int i = 0; i < 5; i++) {
            ask("/v1/auth/login_web", first);
        }
        assertThat(ask("/v1/auth/login_web", second).status()).isEqualTo(status);
    }

    @Test
    void T43_a_flood_of_addresses_neither_grows_the_table_nor_resets_a_count() {
        var buckets = new Buckets(Rate.of("5/m"), 1_000, clock, TestGates.RANDOM);
        for (int i = 0; i < 5; i++) {
            assertThat(buckets.take(address("192.0.2.1"))).isEmpty();
        }
        for (int i = 0; i < 20_000; i++) {
            buckets.take(address("2001:db8:" + Integer.toHexString(i) + "::1"));
        }

        assertThat(buckets.counted()).isLessThanOrEqualTo(1_000);
        assertThat(buckets.take(address("192.0.2.1")))
                .as("its count still stands")
                .isPresent();
        assertThat(buckets.take(address("2001:db8:9999::1")))
                .as("the flooder's neighbourhood is crowded")
                .isPresent();
        assertThat(buckets.take(address("198.51.100.7")))
                .as("another newcomer still comes in")
                .isEmpty();
    }

    @Test
    void T43_who_meets_whom_in_a_full_table_is_another_question_in_every_process() {
        var studied = new Buckets(Rate.of("5/m"), 1, clock, TestGates.seeded(1));
        Network victim = Network.of(address("198.51.0.0")).neighbourhood();
        var chosen = new ArrayList<Network>();
        for (int i = 0; i < 256 * 256; i++) {
            Network other =
                    Network.of(address(i / 256 + "." + i % 256 + ".0.1")).neighbourhood();
            if (!other.equals(victim) && studied.place(other) == studied.place(victim)) {
                chosen.add(other);
            }
        }
        assertThat(chosen).as("what an attacker finds out about one process").hasSizeGreaterThan(20);
        for (int seed = 2; seed < 20; seed++) {
            var attacked = new Buckets(Rate.of("5/m"), 1, clock, TestGates.seeded(seed));
            assertThat(chosen.stream().filter(n -> attacked.place(n) == attacked.place(victim)))
                    .as("helps little against another")
                    .hasSizeLessThan(chosen.size() / 4);
        }
    }

    @Test
    void T43_a_bucket_goes_once_it_would_be_full_again() {
        var buckets = new Buckets(Rate.of("5/m"), 1_000, clock, TestGates.RANDOM);
        for (int i = 0; i < 500; i++) {
            buckets.take(address("10.0." + i / 250 + "." + i % 250));
        }
        assertThat(buckets.counted()).isEqualTo(500);
        now += Duration.ofSeconds(61).toNanos();
        assertThat(buckets.counted()).isZero();
    }

    @Test
    void T43_a_full_table_has_room_again_for_newcomers_once_the_flood_is_over() {
        var buckets = new Buckets(Rate.of("5/m"), 100, clock, TestGates.RANDOM);
        for (int i = 0; i < 100; i++) {
            buckets.take(address("10.0.0." + i));
        }
        now += Duration.ofSeconds(61).toNanos();
        for (String newcomer : List.of("198.51.100.7", "198.51.100.8")) {
            for (int i = 0; i < 5; i++) {
                assertThat(buckets.take(address(newcomer)))
                        .as("%s has a bucket of its own", newcomer)
                        .isEmpty();
            }
        }
    }

    @Test
    void T39_nothing_a_request_says_makes_it_exempt() {
        Handler handler = limits.around(request -> Response.of(200));
        Request request = Request.of("POST", "/v1/auth/login_web").from(address("192.0.2.1"));
        for (int i = 0; i < 5; i++) {
            handler.handle(request);
        }
        for (var trick : List.of(
                request.header("User-Agent", "kube-probe/1.30"),
                request.header("User-Agent", "ELB-HealthChecker/2.0"),
                request.header("X-Forwarded-For", "127.0.0.1"),
                request.header("X-Real-IP", "127.0.0.1"),
                request.header("X-Internal", "true"),
                Request.of("HEAD", "/v1/auth/login_web").from(address("192.0.2.1")),
                Request.of("OPTIONS", "/v1/auth/login_web").from(address("192.0.2.1")))) {
            assertThat(handler.handle(trick).status()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0/m", "5/w", "5 / m", "-1/s", "05/m", "9999999/s", "5/M"})
    void a_text_that_is_no_rate_is_a_mistake(String text) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Rate.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5/m");
    }
}

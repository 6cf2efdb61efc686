package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TierOneTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now = -1;
    private final LongSupplier clock = this::now;
    private final TierOne limits = limits(Limit.USUAL, false);

    private long now() {
        return now;
    }

    private TierOne limits(List<Limit> all, boolean told) {
        return new TierOne(all, TierOneTest::client, told, Optional.empty(), meters, clock, TestGates.RANDOM);
    }

    /** In these tests a token is the client's name. */
    private static Optional<ClientId> client(Request request) {
        return request.headers().first("authorization").map(ClientId::new);
    }

    private static Network address(String text) {
        return Network.of(peer(text));
    }

    private static Address peer(String text) {
        return new Address(InetAddress.ofLiteral(text));
    }

    private Response ask(String path, String from) {
        Handler handler = limits.around(request -> Response.of(200));
        return handler.handle(Request.of("POST", path).from(peer(from)));
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
            assertThat(buckets.take(address("192.0.2.1")).isRefused()).isFalse();
        }
        for (int i = 0; i < 20_000; i++) {
            buckets.take(address("2001:db8:" + Integer.toHexString(i) + "::1"));
        }

        assertThat(buckets.counted()).isLessThanOrEqualTo(1_000);
        assertThat(buckets.take(address("192.0.2.1")).isRefused())
                .as("its count still stands")
                .isTrue();
        assertThat(buckets.take(address("2001:db8:9999::1")).isRefused())
                .as("the flooder's neighbourhood is crowded")
                .isTrue();
        assertThat(buckets.take(address("198.51.100.7")).isRefused())
                .as("another newcomer still comes in")
                .isFalse();
    }

    @Test
    void T43_who_meets_whom_in_a_full_table_is_another_question_in_every_process() {
        var studied = new Buckets(Rate.of("5/m"), 1, clock, TestGates.seeded(1));
        Asker victim = address("198.51.0.0").neighbourhood();
        var chosen = new ArrayList<Asker>();
        for (int i = 0; i < 256 * 256; i++) {
            Asker other = address(i / 256 + "." + i % 256 + ".0.1").neighbourhood();
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
                assertThat(buckets.take(address(newcomer)).isRefused())
                        .as("%s has a bucket of its own", newcomer)
                        .isFalse();
            }
        }
    }

    private Response ask(TierOne door, String path, String from, String token) {
        Request request = Request.of("GET", path).from(peer(from));
        return door.around(r -> Response.of(200))
                .handle(token.isEmpty() ? request : request.header("Authorization", token));
    }

    @Test
    void L27_a_limit_per_client_counts_the_client_wherever_it_asks_from_and_strangers_by_address() {
        var door = limits(List.of(new Limit(PathPattern.of("/v1/orders/**"), Rate.of("2/m"), Limit.Per.CLIENT)), false);

        assertThat(ask(door, "/v1/orders", "192.0.2.1", "shop").status()).isEqualTo(200);
        assertThat(ask(door, "/v1/orders/7", "192.0.2.2", "shop").status()).isEqualTo(200);
        assertThat(ask(door, "/v1/orders", "192.0.2.3", "shop").status()).isEqualTo(429);
        assertThat(ask(door, "/v1/orders", "192.0.2.3", "other").status()).isEqualTo(200);
        assertThat(ask(door, "/v1/orders", "192.0.2.3", "").status()).isEqualTo(200);
        assertThat(ask(door, "/v1/orders", "192.0.2.3", "").status()).isEqualTo(200);
        assertThat(ask(door, "/v1/orders", "192.0.2.3", "").status()).isEqualTo(429);
        assertThat(meters.counter("sallyport.gateway.limited", "path", "/v1/orders/**", "per", "client")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void L27_a_limit_per_route_counts_all_together() {
        var door = limits(List.of(new Limit(PathPattern.of("/report"), Rate.of("1/h"), Limit.Per.ROUTE)), false);

        assertThat(ask(door, "/report", "192.0.2.1", "").status()).isEqualTo(200);
        Response second = ask(door, "/report", "2001:db8::1", "");
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.headers().first("retry-after")).contains("3600");
    }

    @Test
    void where_it_is_wanted_each_answer_says_what_is_left() {
        // draft-ietf-httpapi-ratelimit-headers §3
        var door = limits(Limit.USUAL, true);
        Response first = ask(door, "/v1/auth/login_web", "192.0.2.1", "");

        assertThat(first.headers().first("ratelimit-policy"))
                .contains("\"/v1/**\";q=100;w=1, \"/v1/auth/login_*\";q=5;w=60");
        assertThat(first.headers().first("ratelimit")).contains("\"/v1/**\";r=99;t=1, \"/v1/auth/login_*\";r=4;t=12");
        for (int i = 0; i < 4; i++) {
            ask(door, "/v1/auth/login_web", "192.0.2.1", "");
        }
        assertThat(ask(door, "/v1/auth/login_web", "192.0.2.1", "").headers().first("ratelimit"))
                .contains("\"/v1/**\";r=94;t=1, \"/v1/auth/login_*\";r=0;t=60");
        assertThat(ask(door, "/sign-in", "192.0.2.1", "").headers().has("ratelimit"))
                .isFalse();
        assertThat(ask("/v1/auth/login_web", "192.0.2.1").headers().has("ratelimit"))
                .as("not unless it is wanted")
                .isFalse();
    }

    @Test
    void T39_nothing_a_request_says_makes_it_exempt() {
        Handler handler = limits.around(request -> Response.of(200));
        Request request = Request.of("POST", "/v1/auth/login_web").from(peer("192.0.2.1"));
        for (int i = 0; i < 5; i++) {
            handler.handle(request);
        }
        for (var trick : List.of(
                request.header("User-Agent", "kube-probe/1.30"),
                request.header("User-Agent", "ELB-HealthChecker/2.0"),
                request.header("X-Forwarded-For", "127.0.0.1"),
                request.header("X-Real-IP", "127.0.0.1"),
                request.header("X-Internal", "true"),
                Request.of("HEAD", "/v1/auth/login_web").from(peer("192.0.2.1")),
                Request.of("OPTIONS", "/v1/auth/login_web").from(peer("192.0.2.1")))) {
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

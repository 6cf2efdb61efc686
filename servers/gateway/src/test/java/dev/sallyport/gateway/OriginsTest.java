package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.forward.Try;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now;

    private Origins origins(int count, String balance) {
        List<URI> urls = IntStream.range(0, count)
                .mapToObj(i -> URI.create("http://10.0.0." + i + ":9000"))
                .toList();
        return new Origins("r", urls, Balance.of(Json.mapper().readTree(balance)), PATIENCE, meters, () -> now);
    }

    private static int number(URI origin) {
        return Integer.parseInt(origin.getHost().substring("10.0.0.".length()));
    }

    /** Who is asked by requests that are all answered, one after the other. */
    private static List<Integer> asked(Origins origins, int times) {
        var asked = new ArrayList<Integer>();
        for (int i = 0; i < times; i++) {
            Try attempt = origins.tries("").next().orElseThrow();
            asked.add(number(attempt.origin()));
            attempt.answered(200, false);
            attempt.over();
        }
        return asked;
    }

    /** Lets requests fail until the origin is left out. */
    private static void fail(Origins origins, int which, Failure how) {
        for (int i = 0; i < 3; i++) {
            Tries tries = origins.tries("");
            for (var next = tries.next(); next.isPresent(); next = tries.next()) {
                next.get().failed(number(next.get().origin()) == which ? how : Failure.ABANDONED);
                next.get().over();
            }
        }
    }

    private double up(int which) {
        return meters.get("sallyport.origin.up")
                .tag("origin", "http://10.0.0." + which + ":9000")
                .gauge()
                .value();
    }

    @Test
    void they_take_turns_and_who_is_out_has_none() {
        Origins origins = origins(3, "\"round-robin\"");
        assertThat(asked(origins, 4)).containsExactly(0, 1, 2, 0);
        fail(origins, 1, Failure.REFUSED);
        assertThat(asked(origins, 6)).containsOnly(0, 2);
        assertThat(up(1)).isZero();
        assertThat(up(0)).isEqualTo(1);
        assertThat(meters.get("sallyport.origin.ejections").counter().count()).isEqualTo(1);
        now += Duration.ofSeconds(1).toNanos();
        assertThat(asked(origins, 6)).as("it answers again").contains(1);
        assertThat(up(1)).isEqualTo(1);
    }

    @Test
    void a_request_tries_each_once_those_that_are_out_last() {
        Origins origins = origins(3, "\"round-robin\"");
        fail(origins, 0, Failure.REFUSED);
        Tries tries = origins.tries("");
        var seen = new ArrayList<Integer>();
        for (var next = tries.next(); next.isPresent(); next = tries.next()) {
            seen.add(number(next.get().origin()));
        }
        assertThat(seen).hasSize(3).doesNotHaveDuplicates().endsWith(0);
        assertThat(number(tries.again().origin())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 10})
    void at_most_half_of_them_are_out_and_never_all(int count) {
        Origins origins = origins(count, "\"round-robin\"");
        for (int i = 0; i < count; i++) {
            fail(origins, i, Failure.REFUSED);
        }
        double left = IntStream.range(0, count).mapToDouble(this::up).sum();
        assertThat(left).isEqualTo(count == 1 ? 1 : count / 2);
    }

    @Test
    void who_has_least_to_do_is_asked() {
        Origins origins = origins(3, "\"least-requests\"");
        var held = new HashMap<Integer, Try>();
        for (int i = 0; i < 3; i++) {
            Try attempt = origins.tries("").next().orElseThrow();
            held.put(number(attempt.origin()), attempt);
        }
        assertThat(held).hasSize(3);
        held.get(2).over();
        assertThat(asked(origins, 5)).containsOnly(2);
        held.put(2, origins.tries("").next().orElseThrow());
        held.get(0).over();
        assertThat(asked(origins, 5)).containsOnly(0);
    }

    @Test
    void the_same_caller_comes_to_the_same_origin_and_only_those_of_a_lost_one_move() {
        Origins origins = origins(4, "{\"hash\": \"address\"}");
        Map<String, Integer> before = places(origins);
        assertThat(places(origins)).isEqualTo(before);
        for (int i = 0; i < 4; i++) {
            int which = i;
            assertThat(before.values().stream().filter(p -> p == which).count())
                    .as("a fair share of 2,000 callers")
                    .isBetween(400L, 600L);
        }
        fail(origins, 3, Failure.REFUSED);
        Map<String, Integer> after = places(origins);
        before.forEach((caller, place) -> {
            if (place != 3) {
                assertThat(after).containsEntry(caller, place);
            } else {
                assertThat(after.get(caller)).isNotEqualTo(3);
            }
        });
    }

    private static Map<String, Integer> places(Origins origins) {
        var places = new HashMap<String, Integer>();
        for (int i = 0; i < 2_000; i++) {
            String caller = "192.0.2." + i;
            places.put(caller, number(origins.tries(caller).next().orElseThrow().origin()));
        }
        return places;
    }

    @Test
    void a_caller_is_known_by_what_the_route_says_and_else_by_its_address() {
        Request request = Request.of("GET", "/").header("x-shop", "blue").header("cookie", "a=b");
        assertThat(balance("{\"hash\": \"address\"}").key(request)).isEqualTo("127.0.0.1");
        assertThat(balance("{\"hash\": {\"header\": \"X-Shop\"}}").key(request)).isEqualTo("blue");
        assertThat(balance("{\"hash\": {\"cookie\": \"a\"}}").key(request)).isEqualTo("b");
        assertThat(balance("{\"hash\": {\"cookie\": \"c\"}}").key(request)).isEqualTo("127.0.0.1");
        for (String wrong :
                List.of("\"random\"", "{}", "{\"hash\": \"x\"}", "{\"hash\": {\"header\": \"a b\"}}", "1")) {
            assertThatThrownBy(() -> balance(wrong)).hasMessageContaining("balance must be");
        }
        assertThatThrownBy(() -> balance("{\"hash\": {\"header\": \"X-User\"}}"))
                .hasMessageContaining("believed from nobody");
    }

    private static Balance balance(String json) {
        return Balance.of(Json.mapper().readTree(json));
    }

    @Test
    void answers_of_a_sick_server_count_and_those_of_a_leaving_one_at_once() {
        Origins origins = origins(2, "\"round-robin\"");
        for (int i = 0; i < 6; i++) {
            Try attempt = origins.tries("").next().orElseThrow();
            attempt.answered(number(attempt.origin()) == 0 ? 502 : 500, false);
            attempt.over();
        }
        assertThat(up(0)).as("three times 502").isZero();
        assertThat(up(1)).as("500 is an answer").isEqualTo(1);
        Origins others = origins(3, "\"round-robin\"");
        Try attempt = others.tries("").next().orElseThrow();
        attempt.answered(503, true);
        assertThat(others.all().getFirst().isUp()).isFalse();
    }

    @Test
    void what_says_nothing_about_an_origin_does_not_count() {
        Origins origins = origins(2, "\"round-robin\"");
        for (Failure how : List.of(Failure.BUSY, Failure.STALE, Failure.ABANDONED)) {
            fail(origins, 0, how);
        }
        assertThat(up(0)).isEqualTo(1);
    }

    /** All that are left refuse the request; how long it waits then. */
    private static Optional<Duration> refused(Tries tries) {
        for (var next = tries.next(); next.isPresent(); next = tries.next()) {
            next.get().failed(Failure.REFUSED);
            next.get().over();
        }
        return tries.pause();
    }

    @Test
    void where_all_refuse_a_request_waits_and_each_is_asked_anew() {
        Origins origins = origins(2, "\"round-robin\"");
        Tries tries = origins.tries("");
        now += refused(tries).orElseThrow().toNanos();
        Try again = tries.resume().orElseThrow();
        again.failed(Failure.REFUSED);
        again.over();
        Try other = tries.next().orElseThrow();
        assertThat(other.origin()).isNotEqualTo(again.origin());
        other.reached();
        other.answered(200, false);
        other.over();
        assertThat(meters.get("sallyport.origin.waits").counter().count()).isEqualTo(1);
        assertThat(meters.get("sallyport.origin.waiting").gauge().value()).isZero();
    }

    @Test
    void one_that_waits_goes_on_with_whoever_is_found_by_another() {
        Origins origins = origins(1, "\"round-robin\"");
        Tries waiting = origins.tries("");
        assertThat(refused(waiting)).isPresent();
        assertThat(waiting.resume()).as("refused a moment ago").isEmpty();
        Try found = origins.tries("").next().orElseThrow();
        found.reached();
        assertThat(waiting.resume()).isPresent();
    }
}

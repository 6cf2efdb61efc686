package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.engine.HttpEngine.Handling;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server behind gateways begins, and what it does not. */
class InTimeTest {
    private static final Duration LEFT = Duration.ofMillis(1_500);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Behind behind = new Behind();
    private final InTime inTime = new InTime(TestGates.SEAL, meters, () -> now());
    private Duration waited = Duration.ofDays(3);

    private long now() {
        return waited.toNanos();
    }

    private Response handled(Request request, long waitsMillis) {
        var provenance = new Provenance(TrustedProxies.NONE, false, Optional.of(TestGates.SEAL));
        Handling handling = inTime.before(provenance.around(behind)).apply(request);
        waited = waited.plusMillis(waitsMillis);
        return handling.handler().handle(request);
    }

    private static Request sealed() {
        return TestGates.SEAL.sealed(Request.of("POST", "/v1/files"), LEFT);
    }

    private double refused() {
        return meters.get("sallyport.requests.late").counter().count();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        0    | 200 | 1
        1499 | 200 | 1
        1500 | 503 | 0
        9999 | 503 | 0
        """)
    void what_waited_for_longer_than_its_gateway_does_is_not_begun(long millis, int status, int begun) {
        Response response = handled(sealed(), millis);
        assertThat(response.status()).isEqualTo(status);
        assertThat(behind.count()).isEqualTo(begun);
        assertThat(refused()).isEqualTo(1 - begun);
        assertThat(response.headers().has("retry-after")).isEqualTo(begun == 0);
    }

    @Test
    void the_server_itself_does_not_see_what_was_said_to_it() {
        assertThat(handled(sealed(), 0).status()).isEqualTo(200);
        assertThat(behind.last().headers().has(InnerSeal.LEFT)).isFalse();
    }

    @Test
    void T37_nobody_elses_word_counts() {
        assertThat(handled(Request.of("GET", "/v1/files").header(InnerSeal.LEFT, "0"), 10)
                        .status())
                .isEqualTo(403);
        assertThat(handled(sealed().header(InnerSeal.LEFT, "1"), 10).status()).isEqualTo(403);
        assertThat(refused()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "1.5", "99999999999999999999", "''"})
    void T43_what_is_no_number_says_nothing(String said) {
        Request request = sealed();
        assertThat(InnerSeal.left(request.header(InnerSeal.LEFT, said))).isEmpty();
        assertThat(InnerSeal.left(request)).contains(LEFT);
    }

    @Test
    void it_is_asked_on_a_thread_of_its_own() {
        assertThat(inTime.before(behind).apply(sealed()).quick()).isFalse();
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.token.MasterKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server behind gateways of other processes believes, and whom it sends away. */
class InnerSealTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String FORGED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Duration LEFT = Duration.ofSeconds(45);
    private static final byte[] KEY = new byte[MasterKey.LENGTH];

    private static InnerSeal seal(byte[] key, Instant now) {
        return new InnerSeal(new MasterKey(key, TestGates.seeded(3)), () -> now);
    }

    /** What a gateway sends for a client. */
    private static Request sent() {
        return seal(KEY, NOW)
                .sealed(
                        Request.of("POST", "/v1/files?name=a%20b")
                                .header("forwarded", "for=198.51.100.7;proto=https;host=\"id.example.org\"")
                                .header("x-request-id", "name-of-a-request")
                                .header("authorization", "Bearer a.b.c")
                                .header("cookie", "a=b"),
                        LEFT)
                .from(new Address(InetAddress.ofLiteral("10.0.0.3")));
    }

    private static int status(Request request, Instant now, AtomicReference<Request> seen) {
        return new Provenance(TrustedProxies.NONE, false, Optional.of(seal(KEY, now)))
                .around(inside -> {
                    seen.set(inside);
                    return Response.of(204);
                })
                .handle(request)
                .status();
    }

    private static int status(Request request) {
        return status(request, NOW, new AtomicReference<>());
    }

    @Test
    void what_a_gateway_sealed_is_believed_without_a_list_of_addresses() {
        var seen = new AtomicReference<Request>();
        assertThat(status(sent(), NOW, seen)).isEqualTo(204);
        assertThat(seen.get().peer().value().getHostAddress()).isEqualTo("198.51.100.7");
        assertThat(seen.get().secure()).isTrue();
        assertThat(seen.get().id()).isEqualTo("name-of-a-request");
        assertThat(seen.get().headers().has(InnerSeal.FIELD)).isFalse();
    }

    private static final List<UnaryOperator<Request>> CHANGES = List.of(
            request -> request.with(request.headers().without(InnerSeal.FIELD)),
            request -> request.with(request.headers().set(InnerSeal.FIELD, "1." + "A".repeat(43))),
            request -> request.with(request.headers().set(InnerSeal.FIELD, "1." + "A".repeat(43) + ".cookie")),
            request -> named(request, said -> said.replace(",cookie", "")),
            request -> named(request, said -> said + ",dpop"),
            request -> named(request.with(request.headers().set("cookie", "a=c")), said -> said.replace(",cookie", "")),
            request -> named(request.header("dpop", "x"), said -> said + ",dpop"),
            request -> request.with(request.headers()
                    .with(
                            InnerSeal.FIELD,
                            request.headers().first(InnerSeal.FIELD).orElseThrow())),
            request -> request.at("/v1/profile"),
            request -> request.with(request.headers().set("forwarded", "for=203.0.113.9;proto=https")),
            request -> request.with(request.headers().with("forwarded", "for=203.0.113.9")),
            request -> request.header("x-forwarded-for", "203.0.113.9"),
            request -> request.with(request.headers().set("authorization", "Bearer x.y.z")),
            request -> request.with(request.headers().without("authorization")),
            request -> request.header("client-cert", ":AAAA:"),
            request -> request.with(request.headers().set("cookie", "a=c")),
            request -> request.with(request.headers().set("x-request-id", "another")),
            request -> request.with(request.headers().set("traceparent", FORGED)),
            request -> request.with(request.headers().set(InnerSeal.LEFT, "45001")),
            request -> request.with(request.headers().without(InnerSeal.LEFT)));

    /** The request with other names in its seal. */
    private static Request named(Request request, UnaryOperator<String> names) {
        String said = request.headers().first(InnerSeal.FIELD).orElseThrow();
        return request.with(request.headers().set(InnerSeal.FIELD, names.apply(said)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void T36_whoever_changes_what_was_sealed_is_nobody(int number) {
        assertThat(status(CHANGES.get(number).apply(sent()))).isEqualTo(403);
    }

    @Test
    void T36_there_is_a_case_for_each_change() {
        assertThat(CHANGES).hasSize(20);
    }

    @Test
    void T36_a_value_is_not_taken_for_the_end_of_its_field() {
        Request sent = seal(KEY, NOW)
                .sealed(with(List.of("t", "end", "dpop", "p", "end", "cookie"), List.of(), List.of("x")), LEFT);
        Request read = with(List.of("t"), List.of("p"), List.of("end", "dpop", "end", "cookie", "x"))
                .header(InnerSeal.LEFT, sent.headers().first(InnerSeal.LEFT).orElseThrow())
                .header(InnerSeal.FIELD, sent.headers().first(InnerSeal.FIELD).orElseThrow());
        assertThat(status(sent)).isEqualTo(204);
        assertThat(status(read)).isEqualTo(403);
    }

    private static Request with(List<String> authorization, List<String> dpop, List<String> cookie) {
        Request request = Request.of("GET", "/v1/profile");
        for (String value : authorization) {
            request = request.with(request.headers().with("authorization", value));
        }
        for (String value : dpop) {
            request = request.with(request.headers().with("dpop", value));
        }
        for (String value : cookie) {
            request = request.with(request.headers().with("cookie", value));
        }
        return request;
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -120, 0, 120, 300})
    void clocks_may_differ_by_minutes(long seconds) {
        assertThat(status(sent(), NOW.plusSeconds(seconds), new AtomicReference<>()))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 86_400})
    void an_old_seal_is_none(long seconds) {
        assertThat(status(sent(), NOW.plusSeconds(seconds), new AtomicReference<>()))
                .isEqualTo(403);
    }

    /** Gateways and servers are exchanged one after the other; neither learns of the other's build. */
    @Test
    void a_gateway_of_another_build_may_seal_more_fields_and_fewer() {
        Request more = Request.of("GET", "/v1/profile").header("x-of-a-newer-build", "1");
        var digest = new KeyedDigest(new MasterKey(KEY, TestGates.seeded(3)).derive("between-servers"));
        String at = Long.toString(NOW.getEpochSecond());
        String ofMore = digest.of(at, "GET", "/v1/profile", "", "x-of-a-newer-build", "1", "1");
        assertThat(status(more.header(InnerSeal.FIELD, at + "." + ofMore + ".x-of-a-newer-build")))
                .isEqualTo(204);
        Request fewer = Request.of("GET", "/v1/profile").header("cookie", "a=b");
        String ofFewer = digest.of(at, "GET", "/v1/profile", "", "cookie", "1", "a=b");
        Request sealed = fewer.header(InnerSeal.FIELD, at + "." + ofFewer + ".cookie");
        assertThat(status(sealed)).isEqualTo(204);
        assertThat(status(sealed.header(InnerSeal.LEFT, "1"))).isEqualTo(403);
    }

    @Test
    void another_installations_seal_is_none() {
        byte[] other = KEY.clone();
        other[5] = 1;
        Request foreign = seal(other, NOW).sealed(Request.of("GET", "/v1/profile"), LEFT);
        assertThat(status(foreign)).isEqualTo(403);
        assertThat(InnerSeal.LIFE).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void T37_a_gateways_trace_goes_on_and_what_a_trusted_proxy_passed_on_does_not() {
        var seen = new AtomicReference<Request>();
        Request marked =
                Request.of("GET", "/v1/profile").header("traceparent", FORGED).header("tracestate", "a=b");
        assertThat(status(seal(KEY, NOW).sealed(marked, LEFT), NOW, seen)).isEqualTo(204);
        assertThat(seen.get().headers().all("traceparent")).containsExactly(FORGED);
        var proxies = new TrustedProxies(List.of(AddressRange.of("127.0.0.1/32")));
        new Provenance(proxies, false, Optional.of(seal(KEY, NOW)))
                .around(inside -> {
                    seen.set(inside);
                    return Response.of(204);
                })
                .handle(marked);
        assertThat(seen.get().headers().has("traceparent")).isFalse();
        assertThat(seen.get().headers().has("tracestate")).isFalse();
    }

    @Test
    void T37_nobody_outside_can_say_it_through_a_gateway() {
        var seen = new AtomicReference<Request>();
        var gates = new TestGates().server("resource", request -> {
            seen.set(request);
            return Response.of(204);
        });
        for (String spelling : List.of(
                "x-sallyport-inner",
                "X-SALLYPORT-INNER",
                "x_sallyport_inner",
                "x-sallyport-left",
                "X_Sallyport.Left")) {
            gates.open().handler().handle(Request.of("GET", "/v1/profile").header(spelling, "1." + "A".repeat(43)));
            seen.get()
                    .headers()
                    .each((name, value) ->
                            assertThat(name.toLowerCase(Locale.ROOT)).doesNotContain("sallyport"));
        }
    }
}

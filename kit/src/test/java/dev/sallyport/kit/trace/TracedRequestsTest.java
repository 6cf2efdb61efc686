package dev.sallyport.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.trace.TracedRequests.Arrival;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request's span: where its trace begins, who is believed, and what goes further. */
class TracedRequestsTest {
    private static final String SAID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final URI ORIGIN = URI.create("http://127.0.0.1:9000");

    private final List<Span> ended = new ArrayList<>();
    private final SplittableRandom chance = new SplittableRandom(7);
    private long ticks;

    private Tracing keeping(double share) {
        return new Tracing(
                chance::nextLong, share, "id.example.org", () -> Instant.ofEpochSecond(100), () -> ticks, ended::add);
    }

    private Tracing off() {
        return Tracing.idsOnly(chance::nextLong, () -> Instant.EPOCH, () -> 0);
    }

    private static Handler traced(Tracing tracing, Arrival arrival, boolean trusted, Handler inner) {
        return new TracedRequests(tracing, arrival, request -> trusted, request -> "/v1/things/{id}").around(inner);
    }

    private static Request asked() {
        return Request.of("GET", "/v1/things/7?secret=1")
                .header("traceparent", SAID)
                .header("tracestate", "a=b");
    }

    @Test
    void a_request_is_a_span_by_its_route_and_says_nothing_of_who_asks() {
        Handler handler = traced(keeping(1), Arrival.FROM_THE_STREET, false, request -> {
            ticks += 5;
            return Response.of(200);
        });
        handler.handle(Request.of("GET", "/v1/things/7?secret=1").header("cookie", "a=b"));
        Span span = ended.getFirst();
        assertThat(span.name()).isEqualTo("GET /v1/things/{id}");
        assertThat(span.kind()).isEqualTo(Span.Kind.SERVER);
        assertThat(span.parent()).isZero();
        assertThat(span.attributes())
                .containsOnlyKeys(
                        "http.request.method",
                        "http.route",
                        "url.scheme",
                        "server.address",
                        "http.response.status_code")
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("server.address", "id.example.org");
        assertThat(span.endedNanos() - span.begunNanos()).isEqualTo(5);
        assertThat(span.begunNanos()).isEqualTo(100_000_000_000L);
    }

    @Test
    void T37_what_the_street_says_of_traces_is_not_believed_and_goes_no_further() {
        var inward = new AtomicReference<Request>();
        Handler handler = traced(keeping(1), Arrival.FROM_THE_STREET, false, request -> {
            inward.set(request);
            return Response.of(200);
        });
        handler.handle(asked());
        assertThat(ended.getFirst().context().traceId()).isNotEqualTo(TRACE);
        assertThat(ended.getFirst().link()).isEmpty();
        assertThat(inward.get().headers().has("traceparent")).isFalse();
        assertThat(inward.get().headers().has("tracestate")).isFalse();
    }

    @Test
    void what_a_trusted_proxy_says_is_a_link_and_not_the_trace() {
        traced(keeping(1), Arrival.FROM_THE_STREET, true, request -> Response.of(200))
                .handle(asked());
        assertThat(ended.getFirst().context().traceId()).isNotEqualTo(TRACE);
        assertThat(ended.getFirst().link().orElseThrow().traceId()).isEqualTo(TRACE);
    }

    @Test
    void T43_nobody_can_have_their_traces_kept_by_asking_for_it() {
        traced(keeping(0), Arrival.FROM_THE_STREET, true, request -> Response.of(200))
                .handle(asked());
        assertThat(ended).isEmpty();
    }

    @Test
    void the_trace_of_a_gateway_goes_on_behind_it_and_a_strangers_does_not() {
        traced(keeping(0), Arrival.FROM_A_GATEWAY, true, request -> Response.of(200))
                .handle(asked());
        assertThat(ended.getFirst().context().traceId()).isEqualTo(TRACE);
        assertThat(ended.getFirst().parent()).isEqualTo(0xb7ad6b7169203331L);
        traced(keeping(1), Arrival.FROM_A_GATEWAY, false, request -> Response.of(200))
                .handle(asked());
        assertThat(ended.getLast().context().traceId()).isNotEqualTo(TRACE);
    }

    @ParameterizedTest
    @EnumSource(Arrival.class)
    void without_spans_a_request_still_has_its_ids(Arrival arrival) {
        var ids = new ArrayList<String>();
        Handler handler = traced(off(), arrival, false, request -> {
            ids.add(Span.current().context().traceId());
            assertThat(Span.current().isSampled()).isFalse();
            return Response.of(200);
        });
        handler.handle(Request.of("GET", "/"));
        handler.handle(Request.of("GET", "/"));
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(Span.current()).isSameAs(Span.NONE);
    }

    @Test
    void a_fault_is_the_spans_error_and_says_no_message() {
        traced(keeping(1), Arrival.FROM_THE_STREET, false, request -> Response.of(503))
                .handle(asked());
        assertThat(ended.getFirst().error()).contains("503");
        Handler broken = traced(keeping(1), Arrival.FROM_THE_STREET, false, request -> {
            throw new IllegalStateException("the password is swordfish");
        });
        assertThatThrownBy(() -> broken.handle(asked())).isInstanceOf(IllegalStateException.class);
        assertThat(ended.getLast().error()).contains("IllegalStateException");
        assertThat(ended.getLast().attributes().values())
                .noneMatch(v -> v.toString().contains("swordfish"));
    }

    private ResponseBody.Forward forwarded(Tracing tracing, boolean house) {
        Handler handler = traced(tracing, Arrival.FROM_THE_STREET, false, request -> {
            Tries tries = Tries.of(ORIGIN);
            return Response.forward(
                    house
                            ? TracedCalls.toTheHouse("auth", tries, Terms.USUAL, request)
                            : TracedCalls.toOthers("/v1/orders/**", tries, Terms.USUAL, request));
        });
        return (ResponseBody.Forward) handler.handle(asked()).body();
    }

    @Test
    void a_call_onward_is_a_part_of_it_whose_id_the_origin_gets() {
        ResponseBody.Forward forward = forwarded(keeping(1), false);
        assertThat(ended).as("both last as long as the answer").isEmpty();
        forward.answered().accept(502);
        forward.ended().run();
        Span call = ended.getFirst();
        Span request = ended.getLast();
        assertThat(call.kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(call.parent()).isEqualTo(request.context().span());
        assertThat(forward.head().headers().all("traceparent"))
                .containsExactly(call.context().toField());
        assertThat(request.attributes()).containsEntry("http.response.status_code", 502L);
        assertThat(request.error()).contains("502");
    }

    @Test
    void where_no_spans_are_kept_the_house_is_told_the_ids_and_others_are_left_alone() {
        Optional<String> told = forwarded(off(), true).head().headers().first("traceparent");
        assertThat(told.orElseThrow()).endsWith("-00").doesNotContain(TRACE);
        assertThat(forwarded(off(), false).head().headers().first("traceparent"))
                .as("passes through, as every field that is not the gateway's")
                .contains(SAID);
    }

    @Test
    void what_is_told_of_an_origins_answer_is_told_in_the_course_of_the_request() {
        var seen = new AtomicReference<String>();
        Handler inner = request -> Response.forward(ResponseBody.Forward.to(ORIGIN, request))
                .whenAnswered(status -> seen.set(Span.current().context().traceId()));
        var forward = (ResponseBody.Forward) traced(off(), Arrival.FROM_THE_STREET, false, inner)
                .handle(asked())
                .body();
        assertThat(Span.current()).isSameAs(Span.NONE);
        forward.answered().accept(200);
        assertThat(seen.get()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    }

    @Test
    void what_is_read_for_a_long_answer_is_read_in_the_course_of_the_request_which_lasts_as_long() throws IOException {
        var seen = new ArrayList<Span>();
        var bytes = new ByteArrayInputStream(new byte[3]) {
            @Override
            public synchronized int read(byte[] into, int from, int most) {
                seen.add(Span.current());
                return super.read(into, from, most);
            }
        };
        Handler inner = request -> Response.of(200).body(new ResponseBody.Stream(bytes, OptionalLong.empty()));
        var body = (ResponseBody.Stream) traced(keeping(1), Arrival.FROM_THE_STREET, false, inner)
                .handle(asked())
                .body();
        assertThat(ended).isEmpty();
        try (InputStream stream = body.stream()) {
            assertThat(stream.readAllBytes()).hasSize(3);
        }
        assertThat(ended).hasSize(1);
        assertThat(seen).containsOnly(ended.getFirst());
    }

    @Test
    void a_server_of_the_same_process_is_a_part_of_the_request() {
        Handler server = new TracedServer("auth", request -> "/v1/auth/register").around(request -> Response.of(202));
        traced(keeping(1), Arrival.FROM_THE_STREET, false, server).handle(asked());
        assertThat(ended).extracting(Span::name).containsExactly("auth GET /v1/auth/register", "GET /v1/things/{id}");
        assertThat(ended.getFirst().parent())
                .isEqualTo(ended.getLast().context().span());
    }

    @Test
    void as_many_are_kept_as_was_said() {
        Handler handler = traced(keeping(0.25), Arrival.FROM_THE_STREET, false, request -> Response.of(200));
        for (int i = 0; i < 4_000; i++) {
            handler.handle(Request.of("GET", "/"));
        }
        assertThat(ended.size()).isBetween(900, 1_100);
    }
}

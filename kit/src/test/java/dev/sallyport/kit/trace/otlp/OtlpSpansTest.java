package dev.sallyport.kit.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans on their way to a collector that is there, that is not, and that does not answer. */
class OtlpSpansTest {
    private static final Instance HERE = new Instance("sallyport", "1", "one");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger status = new AtomicInteger(200);
    private final CountDownLatch go = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean slow;
    private HttpServer collector;

    @BeforeEach
    void open() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.setExecutor(threads);
        collector.createContext("/v1/traces", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (slow) {
                waited();
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        collector.start();
    }

    private void waited() {
        try {
            go.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        go.countDown();
        collector.stop(0);
        threads.shutdownNow();
    }

    private URI here() {
        return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    private OtlpSpans spans(URI endpoint) {
        return OtlpSpans.open(endpoint, HERE, Duration.ofMillis(50), meters);
    }

    private static void end(OtlpSpans spans, int count) {
        var tracing = new Tracing(
                new SplittableRandom(1)::nextLong, 1, "h", () -> Instant.ofEpochSecond(9), System::nanoTime, spans);
        for (int i = 0; i < count; i++) {
            tracing.begin(Span.Kind.INTERNAL, "work", Optional.empty()).end();
        }
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    private static void eventually(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    @Test
    void what_the_collector_took_is_counted_and_what_waits_is_sent_at_the_end() throws Exception {
        try (OtlpSpans spans = spans(here())) {
            end(spans, 600);
            eventually(() -> count("sallyport.spans.sent") == 600);
            end(spans, 5);
        }
        assertThat(count("sallyport.spans.sent")).isEqualTo(605);
        assertThat(meters.get("sallyport.spans.waiting").gauge().value()).isZero();
    }

    @Test
    void what_the_collector_refuses_is_dropped_and_counted() throws Exception {
        status.set(400);
        try (OtlpSpans spans = spans(here())) {
            end(spans, 7);
            eventually(() -> count("sallyport.spans.dropped", "reason", "not_taken") == 7);
        }
        assertThat(count("sallyport.spans.sent")).isZero();
    }

    @Test
    void T43_a_collector_that_does_not_answer_holds_up_nobody_and_no_more_than_so_many_wait() throws Exception {
        slow = true;
        try (OtlpSpans spans = spans(here())) {
            long begun = System.nanoTime();
            end(spans, OtlpSpans.MOST + 1_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            assertThat(count("sallyport.spans.dropped", "reason", "queue_full")).isEqualTo(1_000);
            slow = false;
            go.countDown();
            eventually(() -> count("sallyport.spans.sent") == OtlpSpans.MOST);
        }
    }

    @Test
    void a_collector_that_is_not_there_costs_its_spans_and_nothing_else() throws Exception {
        URI nobody = here();
        collector.stop(0);
        try (OtlpSpans spans = spans(nobody)) {
            end(spans, 3);
            eventually(() -> count("sallyport.spans.dropped", "reason", "not_taken") == 3);
        }
    }
}

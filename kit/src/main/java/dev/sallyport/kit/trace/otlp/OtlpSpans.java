package dev.sallyport.kit.trace.otlp;

import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.SpanSink;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends spans to a collector by OTLP over HTTP, in batches and on a thread of its own. What the collector does not take in time is
 * dropped and counted; nobody who ends a span ever waits for it.
 */
public final class OtlpSpans implements SpanSink, AutoCloseable {
    /** As many spans wait at once, those under way among them; what comes beyond is dropped (T43). */
    static final int MOST = 4_096;

    private static final int BATCH = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** Held, for a level that is set on a logger nobody holds is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final BatchSpanProcessor batches;
    private final Waiting waiting;
    private final Resource resource;

    private OtlpSpans(BatchSpanProcessor batches, Waiting waiting, Resource resource) {
        this.batches = batches;
        this.waiting = waiting;
        this.resource = resource;
    }

    /**
     * Opens the way; whether the collector is there is seen when there is something to send.
     *
     * @param endpoint the whole URL, such as {@code http://127.0.0.1:4318/v1/traces}
     * @param instance who sends
     * @param gathering how long spans wait for others to go with them
     */
    public static OtlpSpans open(URI endpoint, Instance instance, Duration gathering, MeterRegistry meters) {
        // What it would tell is told by us, once and in our own lines.
        LIBRARY.setLevel(Level.OFF);
        var waiting = new Waiting(MOST, meters);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .build();
        var batches = BatchSpanProcessor.builder(new CountedExporter(exporter, waiting, endpoint))
                .setMaxQueueSize(MOST)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(gathering)
                .setExporterTimeout(PATIENCE.multipliedBy(2))
                .build();
        return new OtlpSpans(batches, waiting, instance.resource());
    }

    @Override
    public void ended(Span span) {
        if (waiting.enter()) {
            batches.onEnd(new SentSpan(span, resource));
        }
    }

    /** Sends what waits, as far as the collector takes it within two seconds. */
    @Override
    public void close() {
        var _ = batches.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    }
}

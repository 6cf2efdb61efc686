package dev.sallyport.kit.trace.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the collector took and what not, and tells when that changes. */
final class CountedExporter implements SpanExporter {
    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    private final SpanExporter inner;
    private final Waiting waiting;
    private final URI endpoint;
    private final AtomicBoolean troubled = new AtomicBoolean();

    CountedExporter(SpanExporter inner, Waiting waiting, URI endpoint) {
        this.inner = inner;
        this.waiting = waiting;
        this.endpoint = endpoint;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = inner.export(spans);
        return result.whenComplete(() -> {
            waiting.left(count, result.isSuccess());
            tell(result.isSuccess());
        });
    }

    private void tell(boolean taken) {
        if (taken && troubled.getAndSet(false)) {
            LOG.info("the collector {} takes spans again", endpoint);
        } else if (!taken && !troubled.getAndSet(true)) {
            LOG.warn("the collector {} does not take spans; they are dropped until it does", endpoint);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return inner.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return inner.shutdown();
    }
}

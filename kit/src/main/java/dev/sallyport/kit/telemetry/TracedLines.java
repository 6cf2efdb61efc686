package dev.sallyport.kit.telemetry;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.TraceContext;

/**
 * Lines of JSON with {@code trace_id} and {@code span_id} of the request or the job in whose course they are written; and, of a job,
 * with {@code origin_trace_id}, of the request that it follows from. They are read when a line is written, by the thread that
 * writes it, so that a request which logs nothing pays nothing for them.
 */
public final class TracedLines extends JsonEncoder {
    @Override
    protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
        Span span = Span.current();
        if (span != Span.NONE) {
            append(line, "trace_id", span.context().traceId());
            append(line, "span_id", span.context().spanId());
            span.link().map(TraceContext::traceId).ifPresent(origin -> append(line, "origin_trace_id", origin));
        }
    }

    private void append(StringBuilder line, String key, String value) {
        line.append(',');
        appenderMember(line, key, value);
    }
}

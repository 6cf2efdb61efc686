package dev.sallyport.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.TraceContext;
import dev.sallyport.kit.trace.Tracing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** L26: a line of JSON says to which trace it belongs. */
class TracedLinesTest {
    private final List<JsonNode> lines = new ArrayList<>();
    private final Tracing tracing = Tracing.idsOnly(new SplittableRandom(3)::nextLong, () -> Instant.EPOCH, () -> 0);
    private Logger log;

    @BeforeEach
    void open() {
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        var encoder = new TracedLines();
        encoder.setContext(context);
        encoder.start();
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(Json.tree(encoder.encode(event)));
            }
        };
        appender.setContext(context);
        appender.start();
        log = context.getLogger("a.room");
        log.setLevel(Level.INFO);
        log.addAppender(appender);
    }

    @Test
    void a_line_within_a_request_has_its_ids_and_one_outside_has_none() {
        Span span = tracing.begin(Span.Kind.SERVER, "", Optional.empty());
        span.carries(() -> log.warn("one \"line\"\n{}", "more"));
        span.carries(() -> log.warn("with a trace", new IllegalStateException("why")));
        log.warn("outside");
        assertThat(lines.get(0).get("trace_id").stringValue())
                .isEqualTo(span.context().traceId());
        assertThat(lines.get(0).get("span_id").stringValue())
                .isEqualTo(span.context().spanId());
        assertThat(lines.get(1).get("trace_id").stringValue())
                .isEqualTo(span.context().traceId());
        assertThat(lines.get(1).has("throwable")).isTrue();
        assertThat(lines.get(2).has("trace_id")).isFalse();
    }

    @Test
    void a_line_of_a_job_is_found_by_the_request_that_it_follows_from() {
        var origin = new TraceContext(1, 2, 3, false);
        Span span = tracing.follow(Span.Kind.CONSUMER, "", origin);
        span.carries(() -> log.warn("a letter"));
        JsonNode line = lines.getFirst();
        assertThat(line.get("origin_trace_id").stringValue()).isEqualTo(origin.traceId());
        assertThat(line.get("trace_id").stringValue()).isNotEqualTo(origin.traceId());
    }
}

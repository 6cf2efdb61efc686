package dev.sallyport.kit.trace.otlp;

import dev.sallyport.kit.trace.Span;
import dev.sallyport.kit.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span that has ended, as the library wants to see it. */
final class SentSpan implements ReadableSpan, SpanData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.sallyport");

    private final Span span;
    private final Resource resource;
    private final Attributes attributes;

    SentSpan(Span span, Resource resource) {
        this.span = span;
        this.resource = resource;
        this.attributes = attributes(span);
    }

    private static Attributes attributes(Span span) {
        var builder = Attributes.builder();
        span.attributes().forEach((key, value) -> {
            switch (value) {
                case Long number -> builder.put(key, number);
                case Object text -> builder.put(key, text.toString());
            }
        });
        return builder.build();
    }

    private static SpanContext context(TraceContext of) {
        return context(of, of.spanId());
    }

    private static SpanContext context(TraceContext of, String span) {
        TraceFlags flags = of.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault();
        return SpanContext.create(of.traceId(), span, flags, TraceState.getDefault());
    }

    @Override
    public SpanContext getSpanContext() {
        return context(span.context());
    }

    @Override
    public SpanContext getParentSpanContext() {
        return span.parent() == 0 ? SpanContext.getInvalid() : context(span.context(), SpanId.fromLong(span.parent()));
    }

    @Override
    public String getName() {
        return span.name();
    }

    @Override
    public SpanKind getKind() {
        return switch (span.kind()) {
            case INTERNAL -> SpanKind.INTERNAL;
            case SERVER -> SpanKind.SERVER;
            case CLIENT -> SpanKind.CLIENT;
            case CONSUMER -> SpanKind.CONSUMER;
        };
    }

    @Override
    public StatusData getStatus() {
        return span.error().isPresent() ? StatusData.error() : StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return span.begunNanos();
    }

    @Override
    public long getEndEpochNanos() {
        return span.endedNanos();
    }

    @Override
    public long getLatencyNanos() {
        return span.endedNanos() - span.begunNanos();
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public <T> T getAttribute(AttributeKey<T> key) {
        return attributes.get(key);
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return span.link().map(to -> List.of(LinkData.create(context(to)))).orElse(List.of());
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return getLinks().size();
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    /** The library's older name of the scope, which it still asks implementations for. */
    @Override
    @SuppressWarnings("deprecation")
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
    }

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public SpanData toSpanData() {
        return this;
    }
}

package dev.sallyport.kit.trace;

/** Takes spans that have ended. It never blocks and never throws: whoever ends a span has something else to do. */
@FunctionalInterface
public interface SpanSink {
    void ended(Span span);
}

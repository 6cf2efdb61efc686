package dev.sallyport.kit.trace;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Begins traces, and decides of each whether its spans are kept. Where none are, a request still has the ids that its log lines are
 * found by, and that is all it costs.
 */
public final class Tracing {
    /** Begins nothing; what a test or a command without a house has. */
    public static final Tracing OFF = idsOnly(() -> 1, InstantSource.fixed(Instant.EPOCH), () -> 0);

    private final boolean on;
    private final LongSupplier ids;
    private final double share;
    private final String host;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final SpanSink sink;

    /**
     * @param ids random numbers; they name and distinguish, and guard nothing
     * @param share how many of the traces that begin here are kept, from 0 to 1
     * @param host the name that the house is known by
     * @param nanos a clock that only moves forward, in nanoseconds
     * @param sink gets the spans of those
     */
    public Tracing(
            LongSupplier ids, double share, String host, InstantSource clock, LongSupplier nanos, SpanSink sink) {
        this(true, ids, share, host, clock, nanos, sink);
    }

    private Tracing(
            boolean on,
            LongSupplier ids,
            double share,
            String host,
            InstantSource clock,
            LongSupplier nanos,
            SpanSink sink) {
        this.on = on;
        this.ids = ids;
        this.share = share;
        this.host = host;
        this.clock = clock;
        this.nanos = nanos;
        this.sink = sink;
    }

    /** Ids for the lines of the log, and no span is kept. */
    public static Tracing idsOnly(LongSupplier ids, InstantSource clock, LongSupplier nanos) {
        return new Tracing(false, ids, 0, "", clock, nanos, span -> {});
    }

    /** Whether spans are sent anywhere. */
    public boolean isOn() {
        return on;
    }

    /** The name that the house is known by. */
    public String host() {
        return host;
    }

    /**
     * The first span of a new trace.
     *
     * @param link what it follows from, in another trace
     */
    public Span begin(Span.Kind kind, String name, Optional<TraceContext> link) {
        long low = id();
        return new Span(this, new TraceContext(ids.getAsLong(), low, id(), isKept(low)), 0, kind, name, link);
    }

    /** The first span here of a trace that began elsewhere, kept if and only if it is kept there. */
    public Span proceed(Span.Kind kind, String name, TraceContext from) {
        boolean kept = from.sampled() && on;
        return new Span(
                this, new TraceContext(from.high(), from.low(), id(), kept), from.span(), kind, name, Optional.empty());
    }

    /** The first span of a new trace that follows from another, kept if and only if that is. */
    public Span follow(Span.Kind kind, String name, TraceContext from) {
        boolean kept = from.sampled() && on;
        return new Span(this, new TraceContext(ids.getAsLong(), id(), id(), kept), 0, kind, name, Optional.of(from));
    }

    Span child(Span of, Span.Kind kind, String name) {
        TraceContext above = of.context();
        return new Span(
                this,
                new TraceContext(above.high(), above.low(), id(), above.sampled()),
                above.span(),
                kind,
                name,
                Optional.empty());
    }

    void ended(Span span) {
        sink.ended(span);
    }

    long epochNanos() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    long ticks() {
        return nanos.getAsLong();
    }

    private boolean isKept(long low) {
        return on && (share >= 1 || (low >>> 1) < (long) (share * Long.MAX_VALUE));
    }

    private long id() {
        long id = ids.getAsLong();
        while (id == 0) {
            id = ids.getAsLong();
        }
        return id;
    }
}

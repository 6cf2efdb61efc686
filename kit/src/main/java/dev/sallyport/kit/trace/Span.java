package dev.sallyport.kit.trace;

import java.lang.ScopedValue.CallableOp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A piece of work with a beginning and an end. The one in whose course a thread works is {@link #current}: a scoped value, so that it
 * is right on virtual threads and on event loops, ends with the call it was bound for, and is passed by hand where work changes
 * its thread.
 *
 * <p>A span whose trace is not sampled is only its ids, for the lines of the log; its children are itself, and it is sent nowhere.
 * What is noted of a span says nothing of people: no address, no query, no value of a statement (T45).
 */
public final class Span {
    /** Which end of a call it is. */
    public enum Kind {
        INTERNAL,
        SERVER,
        CLIENT,
        CONSUMER
    }

    /** Outside of all requests and jobs. */
    public static final Span NONE =
            new Span(Tracing.OFF, new TraceContext(0, 0, 0, false), 0, Kind.INTERNAL, "", Optional.empty());

    private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

    private final Tracing tracing;
    private final TraceContext context;
    private final long parent;
    private final Kind kind;
    private String name;
    private final Optional<TraceContext> link;
    private final Map<String, Object> attributes;
    private final long begunNanos;
    private final long ticks;
    private long lasted;
    private boolean over;
    private Optional<String> error = Optional.empty();

    /**
     * @param parent the id of the span it is a part of; 0 for the first of a trace
     * @param link what it follows from, in another trace
     */
    Span(Tracing tracing, TraceContext context, long parent, Kind kind, String name, Optional<TraceContext> link) {
        this.tracing = tracing;
        this.context = context;
        this.parent = parent;
        this.kind = kind;
        this.name = name;
        this.link = link;
        boolean kept = context.sampled();
        this.attributes = kept ? new LinkedHashMap<>() : Map.of();
        this.begunNanos = kept ? tracing.epochNanos() : 0;
        this.ticks = kept ? tracing.ticks() : 0;
    }

    /** The span in whose course this thread works; {@link #NONE} where there is none. */
    public static Span current() {
        return CURRENT.orElse(NONE);
    }

    /** Does the work as a part of the current span; an exception is the span's error. */
    public static <T, X extends Throwable> T inside(Kind kind, Supplier<String> name, CallableOp<T, X> work) throws X {
        Span current = current();
        return current.isSampled() ? current.child(kind, name.get()).runs(work) : work.call();
    }

    /** A part of this one, which the caller ends; this one itself where the trace is not sampled. */
    public Span child(Kind childKind, String childName) {
        return context.sampled() ? tracing.child(this, childKind, childName) : this;
    }

    /** Does the work in the course of this span. */
    public <T, X extends Throwable> T holds(CallableOp<T, X> work) throws X {
        return this == NONE ? work.call() : ScopedValue.where(CURRENT, this).call(work);
    }

    /** As {@link #holds}. */
    public void carries(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** Does the work in the course of this span and ends the span with it; an exception is its error. */
    public <T, X extends Throwable> T runs(CallableOp<T, X> work) throws X {
        try {
            return holds(work);
        } catch (Throwable failure) {
            fail(failure.getClass().getSimpleName());
            throw failure;
        } finally {
            end();
        }
    }

    /** Whether it will be sent somewhere, so that it is worth noting something of it. */
    public boolean isSampled() {
        return context.sampled();
    }

    /** Its name, where that was not worth making before it was known that the span is kept. */
    Span named(String other) {
        name = other;
        return this;
    }

    /** @param key a name of the OpenTelemetry semantic conventions, or one that begins with {@code sallyport.} */
    public Span note(String key, String value) {
        return noted(key, value);
    }

    /** As above. */
    public Span note(String key, long value) {
        return noted(key, value);
    }

    private Span noted(String key, Object value) {
        if (context.sampled()) {
            attributes.put(key, value);
        }
        return this;
    }

    /** @param type what went wrong: the name of an exception or a status, never its message */
    public void fail(String type) {
        if (context.sampled()) {
            error = Optional.of(type);
            attributes.put("error.type", type);
        }
    }

    /** The work is done; a second time is nothing. */
    public void end() {
        if (context.sampled() && !over) {
            over = true;
            lasted = Math.max(0, tracing.ticks() - ticks);
            tracing.ended(this);
        }
    }

    /** Its context as it is kept beside what follows from it; empty outside of all requests and jobs. */
    public Optional<String> toField() {
        return this == NONE ? Optional.empty() : Optional.of(context.toField());
    }

    public TraceContext context() {
        return context;
    }

    /** The id of the span it is a part of; 0 for the first of a trace. */
    public long parent() {
        return parent;
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public Optional<TraceContext> link() {
        return link;
    }

    /** What was noted, each a {@link String} or a {@link Long}. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    public Optional<String> error() {
        return error;
    }

    /** Nanoseconds since 1970. */
    public long begunNanos() {
        return begunNanos;
    }

    /** Nanoseconds since 1970; meaningful once it has ended. */
    public long endedNanos() {
        return begunNanos + lasted;
    }

    /** Whether others may be told of the trace: where none are kept, a server behind had better decide for itself. */
    public boolean isTold() {
        return this != NONE && tracing.isOn();
    }
}

package dev.sallyport.app;

import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.kit.trace.SpanSink;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.kit.trace.otlp.Instance;
import dev.sallyport.kit.trace.otlp.OtlpSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Where traces begin, and where their spans go. Nothing of the library that sends them is loaded where nobody asked for it. */
final class TracesRoom implements AutoCloseable {
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private final Tracing tracing;
    private final Runnable closing;

    private TracesRoom(Tracing tracing, Runnable closing) {
        this.tracing = tracing;
        this.closing = closing;
    }

    static TracesRoom open(TracesConfiguration traces, URI publicUrl, Machine machine, MeterRegistry meters) {
        return traces.endpoint()
                .map(endpoint -> sending(endpoint, traces, publicUrl, machine, meters))
                .orElseGet(() ->
                        new TracesRoom(Tracing.idsOnly(TracesRoom::id, machine.clock(), machine.nanos()), () -> {}));
    }

    private static TracesRoom sending(
            URI endpoint, TracesConfiguration traces, URI publicUrl, Machine machine, MeterRegistry meters) {
        String id = machine.random().uuid(machine.clock().instant()).toString();
        var instance = new Instance(traces.service(), Version.here(), id);
        OtlpSpans spans = OtlpSpans.open(endpoint, instance, GATHERING, meters);
        return new TracesRoom(tracing(traces, publicUrl, machine, spans), spans::close);
    }

    private static Tracing tracing(TracesConfiguration traces, URI publicUrl, Machine machine, SpanSink sink) {
        return new Tracing(
                TracesRoom::id, traces.sample(), publicUrl.getHost(), machine.clock(), machine.nanos(), sink);
    }

    /** The ids of traces are everybody's to see and guard nothing, so they need not be unguessable, only quick to make. */
    private static long id() {
        return ThreadLocalRandom.current().nextLong();
    }

    /** Adds what is wrong with what the configuration says. */
    static void check(TracesConfiguration traces, List<Mistake> mistakes) {
        traces.endpoint()
                .filter(url -> !isEndpoint(url))
                .ifPresent(url -> mistakes.add(new Mistake(
                        "/traces/endpoint",
                        Settings.hidden(url.toString()),
                        "must be as http://127.0.0.1:4318/v1/traces")));
        if (!(traces.sample() >= 0 && traces.sample() <= 1)) {
            mistakes.add(new Mistake(
                    "/traces/sample", Double.toString(traces.sample()), "must be from 0 to 1: 0.1 keeps one in ten"));
        }
        if (traces.service().isBlank()) {
            mistakes.add(new Mistake("/traces/service", "", "must be a name"));
        }
    }

    private static boolean isEndpoint(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return web
                && url.getHost() != null
                && url.getRawPath() != null
                && url.getRawPath().length() > 1
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
    }

    Tracing tracing() {
        return tracing;
    }

    @Override
    public void close() {
        closing.run();
    }
}

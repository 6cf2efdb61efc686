package dev.sallyport.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A collector of spans as OTLP over HTTP has it, and beside it a server that takes webhooks and other requests. */
final class StandInCollector implements AutoCloseable {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> traceparents = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    StandInCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/traces", this::collect);
        server.createContext("/elsewhere", exchange -> {
            exchange.getRequestBody().readAllBytes();
            traceparents.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))
                    .orElse("none"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    /** A span as it arrived, with who sent it. */
    record Seen(Span span, Map<String, String> resource) {
        String name() {
            return span.getName();
        }

        String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        String parent() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        List<String> links() {
            return span.getLinksList().stream()
                    .map(link -> HexFormat.of().formatHex(link.getTraceId().toByteArray()))
                    .toList();
        }

        String said(String key) {
            return StandInCollector.said(span.getAttributesList()).getOrDefault(key, "");
        }
    }

    private static Map<String, String> said(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        a -> a.getValue().hasIntValue()
                                ? Long.toString(a.getValue().getIntValue())
                                : a.getValue().getStringValue()));
    }

    private void collect(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var request = ExportTraceServiceRequest.parseFrom(body);
        for (ResourceSpans of : request.getResourceSpansList()) {
            Map<String, String> resource = said(of.getResource().getAttributesList());
            for (ScopeSpans scope : of.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> seen.add(new Seen(span, resource)));
            }
        }
        exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Everything that arrived, as text: names, values and all. */
    String text() {
        return seen.stream().map(one -> one.span().toString() + one.resource()).collect(Collectors.joining("\n"));
    }

    /** What requests to the other server said of their trace. */
    BlockingQueue<String> traceparents() {
        return traceparents;
    }

    Seen await(Predicate<Seen> wanted) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            Optional<Seen> found = seen.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError(
                "no such span among " + seen.stream().map(Seen::name).toList());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

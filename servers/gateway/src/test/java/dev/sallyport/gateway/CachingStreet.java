package dev.sallyport.gateway;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A gateway whose routes keep answers, before an origin that answers as a test says, over real sockets. */
final class CachingStreet implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T08:00:00Z"));

    /** What the origin was asked, in order. */
    final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    volatile Function<Request, Response> origin = request -> Response.of(404);

    private final Street behind;
    private final Street street;

    CachingStreet() throws Exception {
        behind = Street.behind(request -> {
            asked.add(request);
            return origin.apply(request);
        });
        String to = "to: ['" + behind.url() + "']";
        street = Street.open(new TestGates()
                .measuredBy(meters)
                .at(now::get)
                .route("{path: /open/**, methods: [GET], require: none, cache: true, " + to + "}")
                .route("{path: /open/**, methods: [POST, PUT, DELETE], require: none, " + to + "}")
                .route("{path: /small/**, require: none, cache: {max_size: 65536, max_body: 1024}, " + to + "}")
                .route("{path: /text/**, require: none, cache: true, compress: true, csp: origin, headers: {response:"
                        + " {set: {X-Route: text}}}, " + to + "}")
                .route("{path: /locked/**, require: {scope: orders}, cache: true, " + to + "}")
                .open());
    }

    URI url(String path) {
        return street.url().resolve(path);
    }

    /** Nobody answers behind the gateway from now on. */
    void loseOrigin() {
        behind.close();
    }

    /** The clock goes on by this. */
    void pass(long seconds) {
        now.set(now.get().plusSeconds(seconds));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return client.sendAsync(HttpRequest.newBuilder(url(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    double counted(String route, String outcome) {
        return meters.get("sallyport.gateway.cache")
                .tag("route", route)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** How many bytes a route keeps. */
    double kept(String route) {
        return meters.get("sallyport.gateway.cache.bytes")
                .tag("route", route)
                .gauge()
                .value();
    }

    static Response answer(String cacheControl, String text) {
        return Response.text(200, "text/plain", text).header("cache-control", cacheControl);
    }

    static String status(HttpResponse<String> response) {
        return response.headers().firstValue("cache-status").orElse("");
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        street.close();
        behind.close();
        client.close();
    }
}

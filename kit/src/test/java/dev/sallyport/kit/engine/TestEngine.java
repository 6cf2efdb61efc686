package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine with a place that answers as its path says, and a front that forwards to it. */
final class TestEngine implements AutoCloseable {
    static final HttpEngine.Limits LIMITS = new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);

    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final AtomicInteger ids = new AtomicInteger();
    private final Path folder;

    final HttpEngine engine;
    final HttpEngine.Listening place;
    final HttpEngine.Listening front;

    /** {@code /hold} says that a request has come, and waits. */
    volatile CountDownLatch entered = new CountDownLatch(1);

    volatile CountDownLatch held = new CountDownLatch(0);

    TestEngine(Path folder) throws Exception {
        this.folder = folder;
        engine = new HttpEngine(() -> "id-" + ids.incrementAndGet());
        place = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, this::handle);
        front = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), LIMITS, this::forward);
        Files.writeString(folder.resolve("file"), "0123456789");
    }

    private Response forward(Request request) {
        int port = request.path().startsWith("/nowhere") ? 1 : place.port();
        return Response.forward(ResponseBody.Forward.to(URI.create("http://127.0.0.1:" + port), request))
                .header("x-front", "set")
                .header("x-origin", "replaced");
    }

    Response handle(Request request) {
        try {
            return switch (request.path()) {
                case "/echo" -> Response.of(200).body(request.body().stream().readAllBytes());
                case "/ignore" -> Response.text(200, "text/plain", "ignored");
                case "/small" -> Response.of(200).body(request.body().bytes(10));
                case "/stream" ->
                    Response.of(200)
                            .body(new ResponseBody.Stream(
                                    new ByteArrayInputStream(new byte[300_000]), OptionalLong.empty()));
                case "/file" -> Response.of(200).body(new ResponseBody.FilePart(folder.resolve("file"), 2, 5));
                case "/missing-file" -> Response.of(200).body(new ResponseBody.FilePart(folder.resolve("no"), 0, 5));
                case "/bug" -> throw new IllegalStateException("a bug");
                case "/deep" -> Response.of(200 + deep(1));
                case "/hold" -> {
                    entered.countDown();
                    held.await();
                    yield Response.text(200, "text/plain", "held");
                }
                case "/nothing" -> Response.of(204);
                default ->
                    Response.text(200, "text/plain", request.method() + " " + request.path() + "?" + request.query())
                            .header("x-origin", "origin")
                            .header("x-sent", request.headers().first("x-sent").orElse(""));
            };
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.of(500);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int n) {
        return deep(n + 1) + 1;
    }

    static HttpRequest.Builder to(HttpEngine.Listening where, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + where.port() + path));
    }

    static HttpResponse<String> get(HttpEngine.Listening where, String path) throws Exception {
        return CLIENT.send(to(where, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(HttpEngine.Listening where, String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return CLIENT.send(to(where, path).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    void hold() {
        held = new CountDownLatch(1);
        entered = new CountDownLatch(1);
    }

    @Override
    public void close() {
        engine.close();
    }
}

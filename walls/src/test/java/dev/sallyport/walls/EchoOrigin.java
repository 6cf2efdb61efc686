package dev.sallyport.walls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** A server that is not the house's: it tells what it was asked, and says things that a browser should not hear. */
final class EchoOrigin implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;

    EchoOrigin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", EchoOrigin::tell);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void tell(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(" | ", values)));
        byte[] told = JSON.writeValueAsBytes(Map.of(
                "method",
                exchange.getRequestMethod(),
                "target",
                exchange.getRequestURI().toString(),
                "headers",
                headers));
        var answer = exchange.getResponseHeaders();
        answer.set("Content-Type", "application/json");
        answer.set("ETag", "\"1\"");
        answer.set("X-Powered-By", "toys");
        answer.set("Via", "1.1 inside");
        answer.set("Access-Control-Allow-Origin", "*");
        answer.set("Access-Control-Allow-Credentials", "true");
        answer.set("Referrer-Policy", "unsafe-url");
        answer.set("Content-Security-Policy", "default-src *");
        answer.set("X-Request-Id", "of-the-origin");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : told.length);
        if (!head) {
            exchange.getResponseBody().write(told);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

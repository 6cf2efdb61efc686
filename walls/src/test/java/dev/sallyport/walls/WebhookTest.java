package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server elsewhere hears of what happened here, and can know who says it. */
@Tag("slow")
class WebhookTest {
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer elsewhere;

    private record Told(HttpHeaders headers, String body) {}

    @BeforeEach
    void open() throws Exception {
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/in", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            // The first time it is too busy.
            int status = asked.incrementAndGet() == 1 ? 503 : 204;
            if (status == 204) {
                told.add(new Told(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void close() {
        elsewhere.stop(0);
    }

    @Test
    void L25_an_event_reaches_another_server_signed_though_it_was_busy_at_first() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        String settings =
                RunningHouse.GENEROUS + """
                fetch: { allow_private: true }
                webhooks:
                  - { id: elsewhere, url: "http://127.0.0.1:%d/in", events: [account.created], secret_file: "%s" }
                """.formatted(elsewhere.getAddress().getPort(), secret);
        try (var house = RunningHouse.start(folder, settings);
                var caller = new Caller(house)) {
            caller.register("ada@example.org", "a long enough password", "Ada");
            Told message = told.poll(60, TimeUnit.SECONDS);
            assertThat(message).as(house.log()).isNotNull();
            new Webhook(SECRET).verify(message.body(), message.headers());
            assertThat(message.body())
                    .contains("\"type\":\"account.created\"", "\"person\":\"")
                    .doesNotContain("ada@example.org", "127.0.0.1");
            assertThat(told.poll(2, TimeUnit.SECONDS))
                    .as("nothing else was asked for")
                    .isNull();
        }
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two servers behind, under load, while one after the other goes and comes back. */
@Tag("slow")
class RollingTest {
    private static final int ROUNDS = 6;
    private static final int REQUESTS = 25;
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Answered answered;
    private final List<String> failed = new ArrayList<>();

    private static Response serve(Request request) {
        try {
            byte[] body = request.body().stream().readAllBytes();
            return Response.text(200, "text/plain", request.method() + body.length);
        } catch (IOException e) {
            return Response.of(400);
        }
    }

    @Test
    void no_idempotent_request_fails_while_servers_are_killed_and_come_back() throws Exception {
        run(Street::close, "GET", "GET", "GET", "PUT", "DELETE", "HEAD");
        assertThat(failed).as("of %s", answered).isEmpty();
        assertThat(answered.of("GET")).isGreaterThan(300);
        assertThat(meters.get("sallyport.origin.ejections").counter().count()).isGreaterThanOrEqualTo(ROUNDS / 2.0);
    }

    @Test
    void a_rolling_drain_loses_nothing() throws Exception {
        run(
                server -> {
                    server.place().drain(Duration.ofSeconds(5));
                    server.close();
                },
                "GET",
                "PUT",
                "POST",
                "POST",
                "PATCH");
        assertThat(failed).as("of %s", answered).isEmpty();
        assertThat(answered.of("POST")).isGreaterThan(300);
    }

    private interface Leaving {
        void leave(Street server) throws Exception;
    }

    /** Lets each of the two servers leave and come back in turn, while one caller for each method asks without a pause. */
    private void run(Leaving leaving, String... methods) throws Exception {
        var servers = new ArrayList<>(List.of(Street.behind(RollingTest::serve), Street.behind(RollingTest::serve)));
        var done = new AtomicBoolean();
        answered = new Answered(methods);
        String route = "{path: /a, require: none, to: ['" + servers.get(0).url() + "', '"
                + servers.get(1).url() + "']}";
        try (var street =
                Street.open(new TestGates().measuredBy(meters).route(route).open())) {
            var callers = new ArrayList<Thread>();
            for (String method : methods) {
                callers.add(Thread.ofVirtual().start(() -> call(street.url().resolve("/a"), method, done)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                int which = round % 2;
                int port = servers.get(which).port();
                letPass();
                leaving.leave(servers.get(which));
                letPass();
                servers.set(which, Street.behind(RollingTest::serve, port));
            }
            letPass();
            done.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
        } finally {
            done.set(true);
            servers.forEach(Street::close);
        }
    }

    private void letPass() throws InterruptedException {
        Thread.sleep(PAUSE);
        answered.awaitMore(REQUESTS);
    }

    private void call(URI url, String method, AtomicBoolean done) {
        boolean hasBody = method.startsWith("P");
        var body = hasBody ? HttpRequest.BodyPublishers.ofString("body") : HttpRequest.BodyPublishers.noBody();
        var request = HttpRequest.newBuilder(url).method(method, body).build();
        String expected = method.equals("HEAD") ? "" : method + (hasBody ? 4 : 0);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!done.get()) {
                String fate;
                try {
                    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                    fate = response.statusCode() == 200 && response.body().equals(expected)
                            ? ""
                            : response.statusCode() + " " + response.body();
                } catch (IOException e) {
                    fate = e.toString();
                }
                answered.one(method);
                if (!fate.isEmpty()) {
                    synchronized (failed) {
                        failed.add(method + ": " + fate);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes behind, under load, of which one after the other is killed, or asked to leave, and started again. */
@Tag("slow")
class RollingProcessesTest {
    private static final int ROUNDS = 4;
    private static final int LONG_ONES = 4;
    private static final int REQUESTS = 40;

    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> servers = new ConcurrentLinkedQueue<>();

    private Answered answered;
    private GatewayServer gateway;

    private interface Leaving {
        void leave(UpstreamProcess upstream) throws Exception;
    }

    @Test
    void kill_9_fails_no_idempotent_request_and_ends_what_it_must() throws Exception {
        run(UpstreamProcess::kill, "1001", "broke off", "GET", "GET", "GET", "PUT", "DELETE", "HEAD");
        assertThat(failed).as("of %s", answered).isEmpty();
        assertThat(answered.of("GET")).isGreaterThan(300);
    }

    @Test
    void SIGTERM_loses_nothing() throws Exception {
        run(UpstreamProcess::stop, "1001", "whole", "GET", "PUT", "POST", "POST", "PATCH");
        assertThat(failed).as("of %s", answered).isEmpty();
        assertThat(answered.of("POST")).isGreaterThan(300);
    }

    /**
     * @param socketEnd how the WebSockets end of the one that leaves
     * @param eventsEnd how its events end
     */
    private void run(Leaving leaving, String socketEnd, String eventsEnd, String... methods) throws Exception {
        var done = new AtomicBoolean();
        answered = new Answered(methods);
        try (var one = UpstreamProcess.start("one");
                var two = UpstreamProcess.start("two");
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var street = Street.open(gateway(one.url(), two.url()))) {
            var callers = new ArrayList<Thread>();
            for (String method : methods) {
                callers.add(
                        Thread.ofVirtual().start(() -> call(client, street.url().resolve("/a/x"), method, done)));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    UpstreamProcess goes = round % 2 == 0 ? one : two;
                    List<LongOne> open = opened(client, street.url());
                    leaving.leave(goes);
                    for (LongOne each : open) {
                        if (each.server().equals(goes.name())) {
                            assertThat(each.end()).isEqualTo(each instanceof LongOne.Socket ? socketEnd : eventsEnd);
                        } else {
                            assertThat(each.lives())
                                    .as("%s of the one that stays", each)
                                    .isTrue();
                        }
                    }
                    answered.awaitMore(REQUESTS);
                    goes.begin();
                    awaitAnswers(goes.name());
                    answered.awaitMore(REQUESTS);
                }
            } finally {
                done.set(true);
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }
    }

    private GatewayServer gateway(URI one, URI two) {
        gateway = new TestGates()
                .route("{path: /a/**, strip: /a, require: none, to: ['" + one + "', '" + two
                        + "'], health: {path: /health, every: 200ms, timeout: 200ms, healthy: 1, unhealthy: 1}}")
                .open();
        gateway.start();
        return gateway;
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    /** WebSockets and events, some of each at both servers. */
    private static List<LongOne> opened(HttpClient client, URI street) throws Exception {
        var open = new ArrayList<LongOne>();
        Predicate<Class<? extends LongOne>> both = kind -> open.stream()
                        .filter(kind::isInstance)
                        .map(LongOne::server)
                        .distinct()
                        .count()
                == 2;
        while (open.size() < LONG_ONES || !both.test(LongOne.Socket.class) || !both.test(LongOne.Events.class)) {
            open.add(new LongOne.Socket(client, street));
            open.add(new LongOne.Events(client, street));
            assertThat(open).as("both servers take some").hasSizeLessThan(60);
        }
        return open;
    }

    /** Waits until the server that came back is asked again. */
    private void awaitAnswers(String server) throws InterruptedException {
        servers.clear();
        for (int i = 0; i < 500 && !servers.contains(server); i++) {
            Thread.sleep(20);
        }
        assertThat(servers).contains(server);
    }

    private void call(HttpClient client, URI url, String method, AtomicBoolean done) {
        boolean hasBody = method.startsWith("P");
        var body = hasBody ? HttpRequest.BodyPublishers.ofString("body") : HttpRequest.BodyPublishers.noBody();
        var request = HttpRequest.newBuilder(url).method(method, body).build();
        String expected = method.equals("HEAD") ? "" : method + (hasBody ? "4 " : "0 ");
        while (!done.get()) {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200 || !response.body().startsWith(expected)) {
                    failed.add(method + ": " + response.statusCode() + " " + response.body());
                }
                servers.add(response.body()
                        .substring(Math.min(expected.length(), response.body().length())));
            } catch (IOException broken) {
                failed.add(method + ": " + broken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            answered.one(method);
        }
    }
}

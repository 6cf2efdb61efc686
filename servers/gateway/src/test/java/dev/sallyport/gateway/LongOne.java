package dev.sallyport.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket, or events, held open through the gateway. */
sealed interface LongOne {
    /** The server behind it. */
    String server();

    /** Whether something comes over it that was asked for, or happened, after this call. */
    boolean lives() throws Exception;

    /** How it ended, where it does so within 5 s. */
    String end() throws Exception;

    /** A WebSocket that is asked something now and then. */
    final class Socket implements LongOne, WebSocket.Listener {
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private volatile CompletableFuture<String> heard = new CompletableFuture<>();
        private final WebSocket socket;
        private final String server;

        Socket(HttpClient client, URI street) throws Exception {
            socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + street.getPort() + "/a/socket"), this)
                    .get(5, TimeUnit.SECONDS);
            server = asked("who");
        }

        private String asked(String what) throws Exception {
            heard = new CompletableFuture<>();
            socket.sendText(what, true).get(5, TimeUnit.SECONDS);
            return heard.get(5, TimeUnit.SECONDS).split(" ")[0];
        }

        @Override
        public String server() {
            return server;
        }

        @Override
        public boolean lives() throws Exception {
            return !end.isDone() && asked("still").equals(server);
        }

        @Override
        public String end() throws Exception {
            return end.get(5, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            heard.complete(text.toString());
            from.request(1);
            return CompletableFuture.completedFuture(text);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end.complete(Integer.toString(status));
            return CompletableFuture.completedFuture(status);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end.complete(error.toString());
        }
    }

    /** Server-sent events. */
    final class Events implements LongOne {
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Events(HttpClient client, URI street) throws Exception {
            var request = HttpRequest.newBuilder(street.resolve("/a/events")).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            Thread.ofVirtual().start(() -> {
                try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.startsWith("data: ")) {
                            count.incrementAndGet();
                            first.complete(line.substring(6));
                        }
                    }
                    end.complete("whole");
                } catch (IOException broken) {
                    end.complete("broke off");
                }
            });
            first.get(5, TimeUnit.SECONDS);
        }

        @Override
        public String server() {
            return first.join();
        }

        @Override
        public boolean lives() throws Exception {
            int before = count.get();
            for (int i = 0; i < 200 && count.get() == before && !end.isDone(); i++) {
                Thread.sleep(20);
            }
            return count.get() > before && !end.isDone();
        }

        @Override
        public String end() throws Exception {
            return end.get(5, TimeUnit.SECONDS);
        }
    }
}

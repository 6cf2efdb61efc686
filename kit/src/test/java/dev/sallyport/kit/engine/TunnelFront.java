package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.forward.Tries;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A front that opens WebSockets at {@code /chat} to the origin that a test sets, two at a time. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
final class TunnelFront implements AutoCloseable {
    static final String HANDSHAKE = "GET /chat?room=1 HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + ScriptedOrigin.KEY
            + "\r\n\r\n";

    private final HttpEngine engine = new HttpEngine(() -> "id");
    final Places places = new Places(2);
    final List<Integer> noted = new CopyOnWriteArrayList<>();
    volatile URI origin = URI.create("http://127.0.0.1:1");
    private final HttpEngine.Listening listening;

    static final class Places implements Sockets {
        final AtomicInteger left;
        volatile Duration idle = Duration.ofMinutes(1);
        volatile Optional<String> revoked = Optional.empty();

        Places(int most) {
            this.left = new AtomicInteger(most);
        }

        @Override
        public Duration idle() {
            return idle;
        }

        @Override
        public Optional<String> revoked() {
            return revoked;
        }

        @Override
        public boolean enter() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }

        @Override
        public void left() {
            left.incrementAndGet();
        }
    }

    TunnelFront() throws Exception {
        var limits = new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(2), 100, 50);
        listening = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), limits, this::forward);
    }

    private Response forward(Request request) {
        var terms = new Terms(Duration.ofSeconds(2), Duration.ofSeconds(1), 0, Set.of(), 1000);
        ResponseBody.Forward forward = ResponseBody.Forward.to(Tries.of(origin), terms, request);
        return Response.forward(request.path().equals("/chat") ? forward.opening(places) : forward)
                .header("x-front", "set")
                .whenNoted(noted::add);
    }

    RawSocket asking() throws IOException {
        return new RawSocket(port()).send(HANDSHAKE);
    }

    int port() {
        return listening.port();
    }

    void drain(Duration time) {
        listening.drain(time);
    }

    static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 500 && !done.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 5 s").isTrue();
    }

    @Override
    public void close() {
        engine.close();
    }
}

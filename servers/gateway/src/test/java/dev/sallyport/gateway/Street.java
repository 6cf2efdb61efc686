package dev.sallyport.gateway;

import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.engine.HttpEngine.Limits;
import dev.sallyport.kit.engine.HttpEngine.Listen;
import dev.sallyport.kit.engine.HttpEngine.Listening;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A gateway, or a server behind one, on a real socket of loopback. */
record Street(HttpEngine engine, Listening place) implements AutoCloseable {
    private static final Limits LIMITS = new Limits(16 * 1024, 64L << 20, Duration.ofSeconds(2), 200, 100);
    private static final AtomicInteger IDS = new AtomicInteger();

    static Street open(GatewayServer gateway) throws HttpEngine.PortTaken {
        return open("street-", gateway.handler(), GatewayServer::dressed, 0);
    }

    static Street behind(Handler server) throws HttpEngine.PortTaken {
        return behind(server, 0);
    }

    /** @param port where it was before, or 0 for any */
    static Street behind(Handler server, int port) throws HttpEngine.PortTaken {
        return open("behind-", server, UnaryOperator.identity(), port);
    }

    private static Street open(String name, Handler handler, UnaryOperator<Response> dressing, int port)
            throws HttpEngine.PortTaken {
        var engine = new HttpEngine(() -> name + IDS.incrementAndGet());
        try {
            var door = HttpEngine.Door.of(handler, dressing);
            return new Street(engine, engine.listen(new Listen("127.0.0.1", port), LIMITS, Optional.empty(), door));
        } catch (HttpEngine.PortTaken taken) {
            engine.close();
            throw taken;
        }
    }

    int port() {
        return place.port();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        engine.close();
    }
}

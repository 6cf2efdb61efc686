package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The way to other servers from one event loop: the connections that are kept, over which {@link Passage}s go. */
final class Forwarder {
    private final Dialling dialling;
    private final EventLoop loop;
    private final IntSupplier seconds;
    private final Duration idle;
    private final Future<?> sweeping;
    private final Map<URI, OriginPool> pools = new HashMap<>();

    /** @param idle how long a client's connection may be silent */
    Forwarder(Dialling dialling, EventLoop loop, IntSupplier seconds, Duration idle) {
        this.dialling = dialling;
        this.loop = loop;
        this.seconds = seconds;
        this.idle = idle;
        this.sweeping = loop.scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** Ends all connections that are kept. From any thread. */
    void close() {
        sweeping.cancel(false);
        loop.execute(() -> pools.values().forEach(OriginPool::close));
    }

    /** Closes what has been idle for too long, and forgets origins that nobody asks any more (T43): addresses of names come and go. */
    void sweep() {
        pools.values().forEach(OriginPool::sweep);
        pools.values().removeIf(OriginPool::isDeserted);
    }

    /** How many origins are known. */
    int origins() {
        return pools.size();
    }

    /**
     * Forwards, and answers with a problem where no origin answers. On the event loop.
     *
     * @param overlay is set on whatever is answered
     */
    void forward(Exchange exchange, ResponseBody.Forward forward, Headers overlay, Told told) {
        new Passage(this, exchange, forward, new Reply(exchange, forward, overlay, told)).begin();
    }

    /** How long a client waits for an answer in all, before it is told that there is none. */
    Duration patience() {
        // Shorter than the client's own, so that somebody is still there to be told.
        return idle.multipliedBy(3).dividedBy(4);
    }

    /** How long a connection may be silent between the parts of an answer. */
    Duration idle() {
        return idle;
    }

    /** A clock that only moves forward, in whole seconds. */
    int seconds() {
        return seconds.getAsInt();
    }

    /** Connections to the origin that carry one request after the other. */
    OriginPool pool(URI origin) {
        return pools.computeIfAbsent(origin, o -> new OriginPool(dialling, loop, o, seconds));
    }
}

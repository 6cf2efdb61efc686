package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Sockets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The WebSockets that are open through the gateway: at most so many over all routes, and counted by route (T43). */
final class OpenSockets {
    private final Semaphore places;
    private final MeterRegistry meters;

    OpenSockets(int most, MeterRegistry meters) {
        this.places = new Semaphore(most);
        this.meters = meters;
    }

    /**
     * Those of one route.
     *
     * @param idle how long one may be silent
     */
    Sockets of(UserRoute route, Duration idle) {
        var open = new AtomicInteger();
        Gauge.builder("sallyport.gateway.websockets", open, AtomicInteger::get)
                .description("WebSockets that are open")
                .tag("route", route.label())
                .strongReference(true)
                .register(meters);
        return new OfRoute(idle, open);
    }

    private final class OfRoute implements Sockets {
        private final Duration idle;
        private final AtomicInteger open;

        OfRoute(Duration idle, AtomicInteger open) {
            this.idle = idle;
            this.open = open;
        }

        @Override
        public Duration idle() {
            return idle;
        }

        @Override
        public boolean enter() {
            boolean entered = places.tryAcquire();
            open.addAndGet(entered ? 1 : 0);
            return entered;
        }

        @Override
        public void left() {
            open.decrementAndGet();
            places.release();
        }
    }
}

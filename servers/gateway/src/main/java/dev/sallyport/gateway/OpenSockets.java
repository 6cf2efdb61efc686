package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Sockets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The WebSockets that are open through the gateway: at most so many over all routes, of which one network gets a part only, and
 * counted by route (T43).
 */
final class OpenSockets {
    private final Semaphore places;
    private final int mostOfOne;
    private final MeterRegistry meters;
    private final Map<Network, Integer> byNetwork = new ConcurrentHashMap<>();

    OpenSockets(int most, int mostOfOne, MeterRegistry meters) {
        this.places = new Semaphore(most);
        this.mostOfOne = mostOfOne;
        this.meters = meters;
    }

    /** Those of one route. */
    OfRoute of(UserRoute route) {
        var open = new AtomicInteger();
        Gauge.builder("sallyport.gateway.websockets", open, AtomicInteger::get)
                .description("WebSockets that are open")
                .tag("route", route.label())
                .strongReference(true)
                .register(meters);
        return new OfRoute(route.patience().idle(), open);
    }

    private boolean enter(Network network) {
        if (!places.tryAcquire()) {
            return false;
        }
        if (byNetwork.merge(network, 1, Integer::sum) > mostOfOne) {
            left(network);
            return false;
        }
        return true;
    }

    private void left(Network network) {
        byNetwork.computeIfPresent(network, (n, open) -> open == 1 ? null : open - 1);
        places.release();
    }

    /** The WebSockets of one route. */
    final class OfRoute {
        private final Duration idle;
        private final AtomicInteger open;

        private OfRoute(Duration idle, AtomicInteger open) {
            this.idle = idle;
            this.open = open;
        }

        /**
         * Leave for one from this network.
         *
         * @param stay how long it may stay open
         */
        Sockets from(Network network, SocketWatch.Stay stay) {
            return new One(network, stay);
        }

        private final class One implements Sockets {
            private final Network network;
            private final SocketWatch.Stay stay;

            One(Network network, SocketWatch.Stay stay) {
                this.network = network;
                this.stay = stay;
            }

            @Override
            public Duration idle() {
                return idle;
            }

            @Override
            public Optional<String> revoked() {
                return stay.revoked();
            }

            @Override
            public boolean enter() {
                boolean entered = OpenSockets.this.enter(network);
                if (entered) {
                    open.incrementAndGet();
                    stay.begin();
                }
                return entered;
            }

            @Override
            public void left() {
                stay.over();
                open.decrementAndGet();
                OpenSockets.this.left(network);
            }
        }
    }
}

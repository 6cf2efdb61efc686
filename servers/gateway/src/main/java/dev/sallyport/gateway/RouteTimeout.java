package dev.sallyport.gateway;

import dev.sallyport.kit.forward.Terms;
import java.time.Duration;

/**
 * How patient a route is with its origins.
 *
 * @param connect how long a connection may take
 * @param read how long an origin may be silent before its answer; within it, as long as any connection
 * @param idle how long a WebSocket may be silent in both directions
 * @param start how long a request waits where no origin takes a connection, for one that may be starting; zero: not at all
 */
public record RouteTimeout(Duration connect, Duration read, Duration idle, Duration start) {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    /** What most say to nginx for WebSockets: its own minute ends whatever has no heartbeat. */
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static final Duration LONGEST_IDLE = Duration.ofHours(24);

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    public RouteTimeout {
        if (connect.compareTo(SHORTEST) < 0 || connect.compareTo(LONGEST_CONNECT) > 0) {
            throw new IllegalArgumentException("connect must be 10ms to 10s");
        }
        if (read.compareTo(SHORTEST) < 0 || read.compareTo(Terms.USUAL.read()) > 0) {
            throw new IllegalArgumentException(
                    "read must be 10ms to 45s: a client's connection that is silent for a minute is closed");
        }
        if (idle.compareTo(Duration.ofSeconds(1)) < 0 || idle.compareTo(LONGEST_IDLE) > 0) {
            throw new IllegalArgumentException("idle must be 1s to 24h");
        }
        if (start.isNegative() || start.compareTo(LONGEST_START) > 0) {
            throw new IllegalArgumentException("start must be 0s to 30s");
        }
    }

    public static RouteTimeout defaults() {
        return new RouteTimeout(Terms.USUAL.connect(), Terms.USUAL.read(), AN_HOUR, Duration.ZERO);
    }
}

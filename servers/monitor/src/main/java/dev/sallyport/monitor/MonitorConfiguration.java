package dev.sallyport.monitor;

import dev.sallyport.kit.engine.HttpEngine.Listen;
import java.time.Duration;
import java.util.Set;

/**
 * Where the monitor listens, and what it finds too old.
 *
 * @param listen {@code host:port}, or a port alone, which means loopback
 * @param keyAge how old a signing key may become before the check {@code keys} tells of it
 */
public record MonitorConfiguration(String listen, Duration keyAge) {
    private static final int HIGHEST_PORT = 65_535;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    public MonitorConfiguration {
        parse(listen);
        if (keyAge.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("key_age must be at least a day, such as 365d");
        }
    }

    public static MonitorConfiguration defaults() {
        return new MonitorConfiguration("127.0.0.1:9090", Duration.ofDays(365));
    }

    public Listen where() {
        return parse(listen);
    }

    /** Whether it listens on this machine alone. */
    public boolean isHere() {
        return HERE.contains(where().host());
    }

    private static Listen parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= HIGHEST_PORT && !host.isEmpty()) {
                return new Listen(host, port);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be host:port, such as 127.0.0.1:9090", e);
        }
        throw new IllegalArgumentException("must be host:port, such as 127.0.0.1:9090");
    }
}

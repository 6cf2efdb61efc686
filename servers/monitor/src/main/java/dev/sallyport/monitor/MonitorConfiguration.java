package dev.sallyport.monitor;

import dev.sallyport.kit.engine.HttpEngine.Listen;

/**
 * Where the monitor listens.
 *
 * @param listen {@code host:port}, or a port alone, which means loopback
 */
public record MonitorConfiguration(String listen) {
    private static final int HIGHEST_PORT = 65_535;

    public MonitorConfiguration {
        parse(listen);
    }

    public static MonitorConfiguration defaults() {
        return new MonitorConfiguration("127.0.0.1:9090");
    }

    public Listen where() {
        return parse(listen);
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

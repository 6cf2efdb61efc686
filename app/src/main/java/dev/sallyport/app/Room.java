package dev.sallyport.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A server of the house, by the name that the configuration gives it. */
enum Room {
    AUTH,
    RESOURCE,
    FRONTEND,
    GATEWAY,
    FILES,
    WORKER,
    MONITOR;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Room> named(String name) {
        return Arrays.stream(values())
                .filter(room -> room.wireName().equals(name))
                .findFirst();
    }

    /** Whether requests go to it through the gateway. */
    boolean isBehindTheGateway() {
        return switch (this) {
            case AUTH, RESOURCE, FRONTEND, FILES -> true;
            case GATEWAY, WORKER, MONITOR -> false;
        };
    }
}

package dev.sallyport.monitor;

import java.util.List;

/**
 * What the checks found, for the dashboard.
 *
 * @param word {@code down} where the process is not ready, {@code warn} where it is and something must be known, else {@code up}
 */
public record Health(String word, List<Found> checks) {
    static final int NOT_READY = 2;

    public Health {
        checks = List.copyOf(checks);
    }

    /**
     * What one check found.
     *
     * @param word {@code up}, {@code warn} or {@code down}
     * @param why empty where it holds
     */
    public record Found(String name, String word, String why) {}

    /** As the history holds it: 0 all hold, 1 there is something to know, 2 not ready. */
    public int level() {
        return level(word);
    }

    static int level(String word) {
        return switch (word) {
            case "up" -> 0;
            case "warn" -> 1;
            default -> NOT_READY;
        };
    }
}

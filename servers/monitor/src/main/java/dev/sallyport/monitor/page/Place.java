package dev.sallyport.monitor.page;

import java.util.List;
import java.util.stream.Stream;

/** Where the monitor's pages lead to, as the head of each shows it. */
public record Place(String name, String path) {
    public static final Place DASHBOARD = new Place("Dashboard", "/dashboard");
    public static final Place MAILBOX = new Place("Mailbox", "/mailbox");
    private static final List<Place> PLAIN =
            List.of(new Place("Health", "/health/ready"), new Place("Metrics", "/metrics"));

    /** All of them, in order. */
    public static List<Place> all(boolean mailbox) {
        return Stream.of(mailbox ? List.of(DASHBOARD, MAILBOX) : List.of(DASHBOARD), PLAIN)
                .flatMap(List::stream)
                .toList();
    }
}

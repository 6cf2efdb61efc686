package dev.sallyport.monitor.dashboard;

import dev.sallyport.monitor.Health;
import dev.sallyport.monitor.page.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the dashboard shows.
 *
 * @param span which part of the history
 * @param empty whether nothing is known yet
 */
record DashboardView(
        List<Place> places,
        Health health,
        List<Chart> charts,
        List<State> states,
        Span span,
        Instant now,
        Duration up,
        String version,
        boolean empty,
        String style,
        String script) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ROOT);

    /** A part of the history that can be asked for. */
    enum Span {
        HOUR("1", "1 h", 60, 1, 10),
        SIX_HOURS("6", "6 h", 360, 2, 60),
        DAY("24", "24 h", 1_440, 6, 240);

        private final String wireName;
        private final String name;
        private final int minutes;
        private final int each;
        private final int between;

        /**
         * @param each minutes in a column
         * @param between minutes between two marks
         */
        Span(String wireName, String name, int minutes, int each, int between) {
            this.wireName = wireName;
            this.name = name;
            this.minutes = minutes;
            this.each = each;
            this.between = between;
        }

        String wireName() {
            return wireName;
        }

        String told() {
            return name;
        }

        int minutes() {
            return minutes;
        }

        int columns() {
            return minutes / each;
        }

        /** The span of that name; the whole day where there is none. */
        static Span of(String wireName) {
            for (Span span : values()) {
                if (span.wireName.equals(wireName)) {
                    return span;
                }
            }
            return DAY;
        }
    }

    /** A mark below a chart. */
    record Mark(String x, String text) {}

    /** The whole hours, or ten minutes, of the span; none so near to an edge that its text would be cut. */
    List<Mark> marks(Chart chart) {
        var marks = new ArrayList<Mark>();
        long until = Math.floorDiv(now.getEpochSecond(), 60L);
        long from = until - span.minutes + 1;
        for (long minute = Math.ceilDiv(from, (long) span.between) * span.between;
                minute <= until;
                minute += span.between) {
            double share = (minute - from + 0.5) / span.minutes;
            if (share > 0.02 && share < 0.97) {
                double x = chart.left() + (chart.right() - chart.left()) * share;
                marks.add(new Mark(
                        Chart.text(x),
                        CLOCK.format(Instant.ofEpochSecond(minute * 60).atOffset(ZoneOffset.UTC))));
            }
        }
        return marks;
    }

    String moment() {
        return WHOLE.format(now.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    int columns() {
        return span.columns();
    }

    /** Minutes since 1970 of the first column. */
    long first() {
        return Math.floorDiv(now.getEpochSecond(), 60L) - span.minutes + 1;
    }

    int each() {
        return span.each;
    }

    String upFor() {
        if (up.toMinutes() < 2) {
            return up.toSeconds() + " s";
        }
        if (up.toHours() < 2) {
            return up.toMinutes() + " min";
        }
        return up.toDays() < 2 ? up.toHours() + " h" : up.toDays() + " days";
    }

    String verdict() {
        return switch (health.word()) {
            case "up" -> "All is well";
            case "warn" -> "It works, and there is something to know";
            default -> "Not ready";
        };
    }
}

package dev.sallyport.monitor.dashboard;

import java.util.List;
import java.util.stream.Collectors;

/** Lines over time, as numbers for an SVG of {@link #WIDTH} by {@link #HEIGHT}. */
record Chart(String title, String hint, Unit unit, List<Line> lines) {
    static final int WIDTH = 440;
    static final int HEIGHT = 150;
    private static final int LEFT = 54;
    private static final int RIGHT = WIDTH - 6;
    private static final int TOP = 10;
    private static final int BOTTOM = HEIGHT - 22;

    Chart {
        lines = List.copyOf(lines);
    }

    boolean isEmpty() {
        return lines.stream().allMatch(Line::isEmpty);
    }

    int left() {
        return LEFT;
    }

    int right() {
        return RIGHT;
    }

    int bottom() {
        return BOTTOM;
    }

    private double top() {
        double greatest = lines.stream()
                .mapToDouble(Line::greatest)
                .filter(v -> !Double.isNaN(v))
                .max()
                .orElse(0);
        return unit.top(greatest);
    }

    /** A line across, and what it stands for. */
    record Level(double y, String text) {
        String at() {
            return Chart.text(y);
        }
    }

    List<Level> levels() {
        double top = top();
        return List.of(
                new Level(BOTTOM, "0"),
                new Level((BOTTOM + TOP) / 2.0, unit.axis(top / 2)),
                new Level(TOP, unit.axis(top)));
    }

    double x(int column, int columns) {
        return LEFT + (RIGHT - LEFT) * (column + 0.5) / columns;
    }

    private static double y(double value, double top) {
        return BOTTOM - (BOTTOM - TOP) * Math.clamp(value / top, 0, 1);
    }

    /** The line; it is broken where nothing is known. */
    String path(Line line) {
        double top = top();
        var path = new StringBuilder();
        float[] values = line.values();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                drawing = false;
                continue;
            }
            path.append(drawing ? 'L' : 'M')
                    .append(text(x(i, values.length)))
                    .append(' ')
                    .append(text(y(values[i], top)));
            boolean alone = !drawing && (i + 1 == values.length || Float.isNaN(values[i + 1]));
            if (alone) {
                path.append("h0.1");
            }
            drawing = true;
        }
        return path.toString();
    }

    /** What lies below the line. */
    String area(Line line) {
        double top = top();
        var path = new StringBuilder();
        float[] values = line.values();
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                continue;
            }
            boolean first = i == 0 || Float.isNaN(values[i - 1]);
            boolean last = i + 1 == values.length || Float.isNaN(values[i + 1]);
            if (first) {
                path.append('M').append(text(x(i, values.length))).append(' ').append(BOTTOM);
            }
            path.append('L').append(text(x(i, values.length))).append(' ').append(text(y(values[i], top)));
            if (last) {
                path.append('V').append(BOTTOM).append('Z');
            }
        }
        return path.toString();
    }

    /** For somebody who does not see it. */
    String told() {
        return title + ". "
                + lines.stream()
                        .map(line ->
                                line.name() + ": now " + unit.told(line.now()) + ", at most " + unit.told(line.peak()))
                        .collect(Collectors.joining("; "));
    }

    /** What the script shows at a column: written out here, so that it knows nothing of units. */
    String shown(Line line) {
        var all = new StringBuilder();
        for (float value : line.values()) {
            all.append(all.isEmpty() ? "" : "|").append(unit.axis(value));
        }
        return all.toString();
    }

    /** With one digit after the point at most; for what is not negative. */
    static String text(double number) {
        long tenths = Math.round(number * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }
}

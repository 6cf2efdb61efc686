package dev.sallyport.monitor.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** How a number of a chart is written. */
enum Unit {
    PER_SECOND,
    PER_MINUTE,
    SECONDS,
    /** In seconds too, of what is only worth a look when it is many. */
    AGE,
    COUNT,
    BYTES,
    SHARE;

    /** Up to three months, in seconds. */
    private static final TreeSet<Double> AGES = new TreeSet<>(List.of(
            10.0,
            20.0,
            60.0,
            120.0,
            240.0,
            600.0,
            1_200.0,
            3_600.0,
            7_200.0,
            14_400.0,
            43_200.0,
            86_400.0,
            864_000.0,
            8_640_000.0));

    private static final double KILO = 1_000;
    private static final double KIBI = 1_024;

    /** With its unit; a dash where nothing is known. */
    String told(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return switch (this) {
            case PER_SECOND -> count(value) + " /s";
            case PER_MINUTE -> count(value) + " /min";
            case COUNT -> count(value);
            case SECONDS -> time(value);
            case AGE -> value < 1 ? digits(Math.rint(value)) + " s" : time(value);
            case BYTES -> bytes(value);
            case SHARE -> digits(value * 100) + " %";
        };
    }

    /** Beside an axis, where the chart says what it counts in. */
    String axis(double value) {
        return switch (this) {
            case PER_SECOND, PER_MINUTE -> Double.isNaN(value) ? "–" : count(value);
            case SECONDS, AGE, COUNT, BYTES, SHARE -> told(value);
        };
    }

    private static String count(double value) {
        return value >= KILO * KILO
                ? digits(value / KILO / KILO) + " M"
                : value >= 10 * KILO ? digits(value / KILO) + " k" : digits(value);
    }

    private static String time(double seconds) {
        if (seconds < 1) {
            return digits(seconds * KILO) + " ms";
        }
        return seconds < 120
                ? digits(seconds) + " s"
                : seconds < 7_200 ? digits(seconds / 60) + " min" : digits(seconds / 3_600) + " h";
    }

    private static String bytes(double bytes) {
        double mebi = bytes / KIBI / KIBI;
        return mebi >= KIBI ? digits(mebi / KIBI) + " GiB" : digits(mebi) + " MiB";
    }

    /** Three digits at most, and no zeros that say nothing. */
    private static String digits(double value) {
        double shown = Math.abs(value);
        String text =
                String.format(Locale.ROOT, shown >= 100 || shown == 0 ? "%.0f" : shown >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** The least number not below {@code value} that is pleasant to read at the top of an axis. */
    double top(double value) {
        if (this == AGE) {
            return AGES.ceiling(Math.clamp(value, AGES.first(), AGES.last()));
        }
        double step = this == BYTES ? KIBI * KIBI : 1;
        double least = switch (this) {
            case PER_SECOND, PER_MINUTE, COUNT -> 1;
            case SECONDS, AGE -> 0.001;
            case BYTES -> 16 * step;
            case SHARE -> 0.1;
        };
        double wanted = Math.max(value, least) / step;
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double nice : new double[] {1, 2, 4, 5, 8, 10}) {
            if (nice * power >= wanted * 0.999_999) {
                return nice * power * step;
            }
        }
        return 10 * power * step;
    }
}

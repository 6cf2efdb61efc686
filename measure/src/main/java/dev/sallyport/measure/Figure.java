package dev.sallyport.measure;

import java.util.Locale;

/**
 * One number of a row.
 *
 * @param name the column it stands in; with its unit
 * @param digits how many digits are shown after the point
 */
record Figure(String name, double value, int digits) {
    static Figure whole(String name, double value) {
        return new Figure(name, value, 0);
    }

    static Figure fine(String name, double value) {
        return new Figure(name, value, 2);
    }

    String text() {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** The name in a JSON document. */
    String key() {
        return name.toLowerCase(Locale.ROOT)
                .replace("%", "percent")
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
    }
}

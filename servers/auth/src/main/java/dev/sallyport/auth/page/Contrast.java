package dev.sallyport.auth.page;

/** How well two colours can be told apart, from 1 (not at all) to 21 (black and white), as WCAG 2.2 defines it. */
final class Contrast {
    private Contrast() {}

    /** The contrast of two colours written as {@code #rgb} or {@code #rrggbb}. */
    static double between(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        String digits = colour.length() == 4 ? colour.replaceAll("([0-9a-fA-F])", "$1$1") : colour;
        return 0.2126 * channel(digits, 1) + 0.7152 * channel(digits, 3) + 0.0722 * channel(digits, 5);
    }

    private static double channel(String digits, int at) {
        double share = Integer.parseInt(digits, at, at + 2, 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}

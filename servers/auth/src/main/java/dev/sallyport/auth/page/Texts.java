package dev.sallyport.auth.page;

import java.text.Bidi;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The words of every page in one language.
 *
 * @param messages complete: a key that is missing here is missing in English too
 */
record Texts(Locale language, Map<String, String> messages) {
    private static final int LONGEST = 200;
    private static final char ISOLATE = '\u2068';
    private static final char END_ISOLATE = '\u2069';

    Texts {
        messages = Map.copyOf(messages);
    }

    /**
     * The sentence behind the key, with values in the places of its names.
     *
     * @param namesAndValues name, value, name, value …; values are cleaned as by {@link #shown}
     * @throws IllegalArgumentException when there is no such key: a test finds that before anybody does
     */
    String text(String key, String... namesAndValues) {
        String text = messages.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        // Values go in by one pass: braces in a value are no places.
        var filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            String name = text.substring(open + 1, close);
            filled.append(text, from, open).append(isolated(value(name, namesAndValues)));
            from = close + 1;
        }
        return filled.append(text.substring(from)).toString();
    }

    boolean has(String key) {
        return messages.containsKey(key);
    }

    /** {@code ltr} or {@code rtl}. */
    String direction() {
        return text("direction");
    }

    private static String value(String name, String... namesAndValues) {
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return shown(namesAndValues[i + 1]);
            }
        }
        return "{" + name + "}";
    }

    /** A name from right to left does not reorder the sentence around it. */
    private static String isolated(String value) {
        char[] characters = value.toCharArray();
        return Bidi.requiresBidi(characters, 0, characters.length) ? ISOLATE + value + END_ISOLATE : value;
    }

    /** A name of somebody else's as a page shows it: {@link #visible}, and not longer than 200 characters. */
    static String shown(String value) {
        String text = visible(value);
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /**
     * The value on one line, without the invisible characters that make a text look like another. It is not yet encoded for
     * HTML.
     */
    static String visible(String value) {
        var clean = new StringBuilder();
        value.codePoints()
                .map(c -> Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c)
                .filter(c -> !isInvisible(c))
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    /** Controls of direction, zero-width spaces, marks of byte order and tags; not the joiners, which scripts need. */
    private static boolean isInvisible(int c) {
        return c == 0x061c
                || c == 0x200b
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xe0000 && c <= 0xe007f);
    }

    /** A span as everybody reads it: {@code 11 h 42 min}, {@code 3 min}, {@code 20 s}; a begun unit counts whole. */
    static String span(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        if (seconds <= 90) {
            return seconds + " s";
        }
        long minutes = (seconds + 59) / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}

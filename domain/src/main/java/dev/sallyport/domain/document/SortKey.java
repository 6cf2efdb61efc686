package dev.sallyport.domain.document;

/**
 * The value of an indexed field as a text whose order, character by character of its UTF-8, is the order of the values: nothing before
 * false, true, numbers and texts. No key holds U+0000, and no key is longer than {@link #LONGEST} characters of text make it.
 */
public record SortKey(String value) implements Comparable<SortKey> {
    /** Characters (code points) of a text that can be indexed: what any database can have in an index. */
    public static final int LONGEST = 256;

    /** Where the field is null or not there. */
    public static final SortKey NOTHING = new SortKey("0");

    private static final String TRUTH = "1";
    private static final String NUMBER = "2";
    private static final String TEXT = "3";
    private static final String LAST = "4";

    /** Every key. */
    public static final Range ALL = new Range("", LAST);

    /** The kinds of values, each a range of keys. */
    public enum Kind {
        TRUTH(SortKey.TRUTH, SortKey.NUMBER),
        NUMBER(SortKey.NUMBER, SortKey.TEXT),
        TEXT(SortKey.TEXT, LAST);

        private final String from;
        private final String to;

        Kind(String from, String to) {
            this.from = from;
            this.to = to;
        }

        /** Every key of the kind. */
        public Range all() {
            return new Range(from, to);
        }
    }

    /**
     * Keys from {@code from} on and before {@code to}.
     *
     * @param from the first that is in
     * @param to the first that is out
     */
    public record Range(String from, String to) {
        public boolean has(SortKey key) {
            return compare(from, key.value) <= 0 && compare(key.value, to) < 0;
        }

        /** What is in both. */
        public Range and(Range other) {
            return new Range(
                    compare(from, other.from) >= 0 ? from : other.from, compare(to, other.to) <= 0 ? to : other.to);
        }
    }

    public static SortKey of(boolean truth) {
        return new SortKey(TRUTH + (truth ? "t" : "f"));
    }

    /** Numbers as JSON programs agree on them, which is IEEE 754 (RFC 8259 §6); −0 is 0. */
    public static SortKey of(double number) {
        long bits = Double.doubleToLongBits(number + 0.0);
        // Sign and magnitude, made to sort: the negative upside down, the positive above them.
        long sorts = bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
        return new SortKey(NUMBER + "%016x".formatted(sorts));
    }

    /**
     * A text, or the beginning of one that is too long; U+0000, which no database takes, and U+0001 are written as two characters, so
     * that the order stays.
     */
    public static SortKey of(String text) {
        String some = isTooLong(text) ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) : text;
        return new SortKey(TEXT + some.replace("\u0001", "\u0001\u0002").replace("\u0000", "\u0001\u0001"));
    }

    public static boolean isTooLong(String text) {
        return text.length() > LONGEST && text.codePointCount(0, text.length()) > LONGEST;
    }

    /** This key alone. */
    public Range only() {
        return new Range(value, behind());
    }

    /** The least text behind this key that is not longer than need be: no key lies between. */
    private String behind() {
        return value + "\u0001";
    }

    public Range least() {
        return new Range(value, LAST);
    }

    public Range above() {
        return new Range(behind(), LAST);
    }

    public Range below() {
        return new Range("", value);
    }

    public Range most() {
        return new Range("", behind());
    }

    @Override
    public int compareTo(SortKey other) {
        return compare(value, other.value);
    }

    /** As UTF-8 sorts, which is by code point and not by the halves of a pair. */
    static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}

package dev.sallyport.kit.json;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody probably meant. */
public final class Suggestion {
    /** Longer names are not compared; nobody mistypes that. */
    private static final int LONGEST = 100;

    private Suggestion() {}

    /** The nearest of {@code known} by edit distance, if it is near: at most a third of its letters differ. */
    public static Optional<String> nearest(String typed, List<String> known) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> distance(plain, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(plain, name.toLowerCase(Locale.ROOT))));
    }

    /** How many letters must be added, dropped or exchanged (Levenshtein 1966). */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchange, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}

package dev.sallyport.monitor.dashboard;

import java.util.ArrayList;
import java.util.List;

/**
 * What the checks said for a while.
 *
 * @param from the first column
 * @param columns how many
 * @param word {@code up}, {@code warn}, {@code down}, or {@code unknown} while nobody looked
 */
record State(int from, int columns, String word) {
    /** The same words in a row are one. */
    static List<State> of(float[] values) {
        var states = new ArrayList<State>();
        for (int i = 0; i < values.length; i++) {
            String word = word(values[i]);
            State last = states.isEmpty() ? null : states.getLast();
            if (last != null && last.word().equals(word)) {
                states.set(states.size() - 1, new State(last.from(), last.columns() + 1, word));
            } else {
                states.add(new State(i, 1, word));
            }
        }
        return states;
    }

    private static String word(float value) {
        if (Float.isNaN(value)) {
            return "unknown";
        }
        return value >= 1.5 ? "down" : value >= 0.5 ? "warn" : "up";
    }
}

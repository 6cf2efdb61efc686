package dev.sallyport.monitor.history;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The last 24 hours by the minute, one number for each series; {@code NaN} where nothing is known. */
public final class History {
    /** How many minutes are kept. */
    public static final int MINUTES = 24 * 60;

    private final Map<Series, float[]> values = new EnumMap<>(Series.class);
    private long last = Long.MIN_VALUE;

    public History() {
        for (Series series : Series.values()) {
            values.put(series, unknown(MINUTES));
        }
    }

    /**
     * Writes down one minute, in the place of what was known of it.
     *
     * @param minute minutes since 1970
     * @param now a series that is missing is not known
     */
    public synchronized void note(long minute, Map<Series, Double> now) {
        if (last != Long.MIN_VALUE && minute <= last - MINUTES) {
            // The clock went back by more than is kept: what was noted lies in a time to come.
            values.values().forEach(v -> Arrays.fill(v, Float.NaN));
            last = minute;
        }
        long first = Math.max(last == Long.MIN_VALUE ? minute : last + 1, minute - MINUTES + 1);
        for (long m = first; m <= minute; m++) {
            int at = at(m);
            values.values().forEach(v -> v[at] = Float.NaN);
        }
        last = Math.max(last, minute);
        int at = at(minute);
        values.forEach(
                (series, v) -> v[at] = now.getOrDefault(series, Double.NaN).floatValue());
    }

    /**
     * The numbers of one series, oldest first.
     *
     * @param until the newest minute that is asked for, in minutes since 1970
     * @param minutes how many, at most {@link #MINUTES}
     */
    public synchronized float[] of(Series series, long until, int minutes) {
        float[] asked = unknown(minutes);
        float[] kept = values.get(series);
        for (int i = 0; i < minutes; i++) {
            long minute = until - minutes + 1 + i;
            if (last != Long.MIN_VALUE && minute <= last && minute > last - MINUTES) {
                asked[i] = kept[at(minute)];
            }
        }
        return asked;
    }

    /** Whether nothing was ever noted. */
    public synchronized boolean isEmpty() {
        return last == Long.MIN_VALUE;
    }

    /** The newest minute that was noted, in minutes since 1970. */
    synchronized long newest() {
        return last;
    }

    private static int at(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    private static float[] unknown(int count) {
        float[] none = new float[count];
        Arrays.fill(none, Float.NaN);
        return none;
    }
}

package dev.sallyport.monitor.dashboard;

/**
 * One line of a chart.
 *
 * @param values one for each column, oldest first; {@code NaN} where nothing is known
 * @param now the newest that is known
 * @param peak the greatest of any minute
 */
record Line(String name, float[] values, double now, double peak) {
    /** How the minutes of a column become one number. */
    enum Together {
        MEAN,
        /** For what must not be hidden by quiet minutes beside it. */
        GREATEST
    }

    /** @param minutes oldest first, a whole number of columns */
    static Line of(String name, float[] minutes, int columns, Together together) {
        int each = minutes.length / columns;
        float[] values = new float[columns];
        for (int column = 0; column < columns; column++) {
            values[column] = together(minutes, column * each, each, together);
        }
        return new Line(name, values, newest(minutes), greatest(minutes));
    }

    private static float together(float[] minutes, int from, int count, Together together) {
        double sum = 0;
        double greatest = Double.NaN;
        int known = 0;
        for (int i = from; i < from + count; i++) {
            if (!Float.isNaN(minutes[i])) {
                known++;
                sum += minutes[i];
                greatest = Double.isNaN(greatest) ? minutes[i] : Math.max(greatest, minutes[i]);
            }
        }
        return known == 0 ? Float.NaN : (float) (together == Together.MEAN ? sum / known : greatest);
    }

    /** Of the last two minutes; what lies longer ago is not "now". */
    private static double newest(float[] minutes) {
        float last = minutes[minutes.length - 1];
        return Float.isNaN(last) && minutes.length > 1 ? minutes[minutes.length - 2] : last;
    }

    boolean isEmpty() {
        for (float value : values) {
            if (!Float.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /** The greatest that is drawn. */
    double greatest() {
        return greatest(values);
    }

    private static double greatest(float[] values) {
        double greatest = Double.NaN;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                greatest = Double.isNaN(greatest) ? value : Math.max(greatest, value);
            }
        }
        return greatest;
    }
}

package dev.sallyport.app.doctor;

/**
 * A fault that was seen.
 *
 * @param where method and URL
 * @param seen what the deployment answered, shortened and without control characters (T45)
 */
public record Finding(Fault fault, String where, String seen) {
    private static final int LONGEST = 200;

    public Finding {
        where = printable(where);
        seen = printable(seen);
    }

    /** What a stranger's server said, fit for a terminal: one line, no control characters, not endless. */
    static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** Whether it counts for the exit code. */
    public boolean counts() {
        return fault.severity() != Severity.INFO;
    }
}

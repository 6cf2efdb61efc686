package dev.sallyport.app.imports;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Says every few seconds how far the import is. */
public final class Progress {
    private static final long EVERY = 5_000_000_000L;

    private final PrintWriter to;
    private final LongSupplier nanos;
    private final long begun;
    private long told;
    private long passed;
    private long all;

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public Progress(PrintWriter to, LongSupplier nanos) {
        this.to = to;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.told = begun;
    }

    /** @param count how many there are, where that is known beforehand */
    void expect(long count) {
        all = count;
    }

    void passed(int more) {
        passed += more;
        long now = nanos.getAsLong();
        if (now - told >= EVERY) {
            told = now;
            long rate = passed * 1_000_000_000L / Math.max(1, now - begun);
            to.println(passed + (all > 0 ? " of " + all : "") + " people, " + rate + " a second");
        }
    }
}

package dev.sallyport.gateway;

import dev.sallyport.gateway.Buckets.Taken;

/** How the askers of one limit are counted. */
interface Counting {
    /** Takes one token, where there is one. */
    Taken take(Asker asker);

    /** Whether an answer may have to be waited for, a few milliseconds at most. */
    boolean waits();

    /** Counted in this process alone. */
    record Alone(Buckets buckets) implements Counting {
        @Override
        public Taken take(Asker asker) {
            return buckets.take(asker);
        }

        @Override
        public boolean waits() {
            return false;
        }
    }
}

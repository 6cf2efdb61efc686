package dev.sallyport.domain.attempt;

import java.time.Duration;
import java.time.Instant;

/**
 * Where failed sign-ins are counted, for all instances, durably (L28). A place is taken <em>before</em> a credential is
 * judged, so parallel guesses cannot slip under the limit (T22): failures plus attempts in judgement never pass the limit.
 *
 * <p>Places may be lost, failures and suspensions never (T27). An attempt that ends without its place needs another; where there
 * is none, its answer must not say how it was judged, or more guesses than the limit would be answered.
 */
public interface AttemptStore {
    /** Takes a place for one attempt, or says why there is none. */
    Begun begin(AttemptKey key, AttemptPolicy policy, Instant now);

    /** The attempt failed; the answer says whether this was the failure that suspends. */
    Failed fail(AttemptKey key, AttemptPolicy policy, Instant now);

    /** The attempt succeeded: earlier failures are forgotten, unless the key was suspended meanwhile. */
    Succeeded succeed(AttemptKey key, AttemptPolicy policy, Instant now);

    /** The attempt was never judged (the hashing pool was full): its place is given back. */
    void giveBack(AttemptKey key);

    /** What is counted on the key; changes nothing. */
    AttemptTally read(AttemptKey key);

    /** Lifts a suspension and forgets the failures; whether there was anything to forget. */
    boolean clear(AttemptKey key);

    /** Removes what no longer matters; at most {@code most}; says how many. */
    int purge(Instant now, int most);

    /** What came of asking for a place. */
    sealed interface Begun {
        record Judge() implements Begun {}

        /** Refused until {@code until}. */
        record Suspended(Instant until) implements Begun {}

        /** As many attempts as are left are being judged at this moment; try again in {@code retryAfter}. */
        record Crowded(Duration retryAfter) implements Begun {}
    }

    /** What a failure led to. */
    sealed interface Failed {
        record Counted(int failures) implements Failed {}

        /** This failure, and no other, suspended the key. */
        record NowSuspended(Instant until) implements Failed {}

        /** Its place is gone and there is no other: it was not counted, and nobody may learn that it failed. */
        record NoPlace() implements Failed {}
    }

    /** What became of a success. */
    sealed interface Succeeded {
        record Holds() implements Succeeded {}

        /** Its place is gone and there is no other, or the key is suspended: nobody may learn that it succeeded. */
        record NoPlace() implements Succeeded {}
    }
}

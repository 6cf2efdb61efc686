package dev.sallyport.domain.credential;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;

/** Hashes and checks passwords, slowly on purpose, on a bounded pool of its own (T44). */
public interface PasswordHasher {
    /** A new salted hash at today's parameters. */
    @Spec("RFC 9106 §4")
    Hashed hash(Secret password);

    /** Checks a password against a hash made at any parameters. */
    Verdict check(Secret password, PasswordHash hash);

    /** Takes the time of {@link #check} at today's parameters and never matches: for names that nobody has (T24). */
    Verdict checkNobody(Secret password);

    /** What came of hashing. */
    sealed interface Hashed {
        record Done(PasswordHash hash) implements Hashed {}

        /** The pool and its queue are full. */
        record Busy() implements Hashed {}
    }

    /** What came of checking. */
    sealed interface Verdict {
        /** The password is right; {@code stale} when its hash was made at other than today's parameters. */
        record Match(boolean stale) implements Verdict {}

        record Mismatch() implements Verdict {}

        /** The pool and its queue are full; nothing was checked. */
        record Busy() implements Verdict {}
    }
}

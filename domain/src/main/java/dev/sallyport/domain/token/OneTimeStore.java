package dev.sallyport.domain.token;

import dev.sallyport.domain.Digest;
import java.time.Instant;

/** Where values wait that may be used once and for a limited time: set-up links, unlock links, codes, {@code jti}s. */
public interface OneTimeStore {
    /** The subject of a value that is nobody's. */
    String NOBODY = "";

    /**
     * Keeps the value's digest and what it stands for, until {@code expires}; false when the digest is known already.
     *
     * @param payload of any length
     * @param subject whose value it is, such as a person's id, so that it can be withdrawn: at most 255 characters
     */
    boolean put(Purpose purpose, Digest value, String payload, String subject, Instant expires);

    /** As above, of a value that is nobody's and is never withdrawn. */
    default boolean put(Purpose purpose, Digest value, String payload, Instant expires) {
        return put(purpose, value, payload, NOBODY, expires);
    }

    /** Takes the value; of any number of callers exactly one is the first (T13). */
    Taken take(Purpose purpose, Digest value, Instant now);

    /** Removes every value of this purpose and subject, used or not; says how many. */
    int withdraw(Purpose purpose, String subject);

    /** Removes what expired before {@code before}; at most {@code most}; says how many. */
    int purge(Instant before, int most);

    /** What a value is good for; a value of one purpose is nothing to another. */
    enum Purpose {
        SET_UP,
        UNLOCK,
        VERIFY_EMAIL,
        RESET_PASSWORD,
        /** The new mailbox agrees to be the address. */
        CHANGE_EMAIL,
        /** The old mailbox takes a change back. */
        UNDO_EMAIL,
        /** The mailbox agrees that the account goes. */
        ERASE,
        AUTHORIZATION_CODE,
        PUSHED_REQUEST,
        JWT_ID,
        /** A page flow that came to its end. */
        FLOW,
        /** An initial access token (RFC 7591 §1.2). */
        REGISTRATION
    }

    /** What taking a value came to. */
    sealed interface Taken {
        record First(String payload) implements Taken {}

        /** The value was good and has been used before. */
        record Again(String payload) implements Taken {}

        /** Never put, or expired. */
        record Never() implements Taken {}
    }
}

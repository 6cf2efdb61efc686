package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where refresh families turn. */
public interface RefreshStore {
    Optional<RefreshFamily> byId(FamilyId id);

    /** Keeps a family whose first member will be made later, when a code is redeemed; its number is 0. */
    void add(RefreshFamily family);

    /**
     * Makes the first member of a family that was added and not revoked since, on its final terms, and lets the family live
     * until {@code expires}; empty when there is none. One conditional update: of any number of callers one gets the family, and none after a
     * revocation (T13).
     */
    Optional<RefreshFamily> begin(FamilyId id, Digest member, GrantTerms terms, Instant now, Instant expires);

    /**
     * Puts member {@code number + 1} in the place of member {@code number}, in one conditional update; winning is "one row
     * changed". A loser within {@code grace} of the winner learns that it came second; later than that, or with a member
     * older still, or with a digest that does not fit, the family is revoked in the same step. Where it was not, the session is
     * noted as used at {@code now}, in the same step too.
     */
    Rotation rotate(FamilyId id, int number, Digest member, Digest next, Instant now, Duration grace);

    /** Revokes a live family; false when there was none. */
    boolean revoke(FamilyId id, Instant now);

    /** What came of a rotation. */
    sealed interface Rotation {
        /** The member was current and is now followed by the next; {@code family} is the state after. */
        record Turned(RefreshFamily family) implements Rotation {}

        /** Somebody holding the same member turned it a moment ago: an honest double use gets the same successor. */
        record Repeated(RefreshFamily family) implements Rotation {}

        /** The member was used up long ago: theft. This call revoked the family. */
        record Replayed(RefreshFamily family) implements Rotation {}

        /** No such family, or it has expired or been revoked before. */
        record Gone() implements Rotation {}
    }
}

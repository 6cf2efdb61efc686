package dev.sallyport.domain.identity;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.util.List;
import java.util.Optional;

/** Where linked identities are kept; an issuer's subject belongs to one person at most. Every verb is atomic on its own. */
public interface IdentityStore {
    Optional<Identity> find(String issuer, String subject);

    /**
     * Links the identity to its person, whose address must be verified: otherwise somebody could leave a way in behind in an
     * account whose mailbox is not theirs (T25).
     */
    Linked link(Identity identity);

    /** Keeps a new person without a password, who gets in by this identity, unless the address or the identity is taken. */
    Opened open(Person person, Identity identity);

    /** The person's identities, the oldest first; at most 100. */
    List<Identity> of(PersonId person);

    /** Lets a person's identity go, unless it is their last way in. */
    Removed remove(PersonId person, IdentityId id);

    /** What became of a {@link #link}. */
    enum Linked {
        NEW,
        /** It is linked, to this person or to another; nothing was changed. */
        TAKEN,
        /** The person's address is not verified, or there is no such person. */
        UNVERIFIED
    }

    /** What became of an {@link #open}. */
    enum Opened {
        NEW,
        /** Somebody has the address, or the identity; nothing was changed. */
        TAKEN
    }

    /** What became of a {@link #remove}. */
    enum Removed {
        GONE,
        /** The person has no password and no other identity; nothing was changed. */
        LAST_WAY_IN,
        UNKNOWN
    }
}

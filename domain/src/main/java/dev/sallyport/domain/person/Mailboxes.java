package dev.sallyport.domain.person;

import dev.sallyport.domain.credential.PasswordHash;
import java.time.Instant;
import java.util.Optional;

/** What is kept of people's mailboxes: in which language to write there, and how their addresses change. */
public interface Mailboxes {
    /** A tag such as {@code de}; empty when it is not known. */
    Optional<String> language(PersonId id);

    /** Writes to the person in that language from now on; false when there is no such person. */
    boolean speak(PersonId id, String language);

    /** When the address was last changed; empty when it never was, or the change was undone. */
    Optional<Instant> changed(PersonId id);

    /**
     * Puts {@code to} in the place of {@code from}, as verified, provided that {@code from} is the address in place and has been
     * since {@code settled}: whoever took an account over cannot move it on while its owner may take it back (T07).
     */
    Change change(PersonId id, EmailAddress from, EmailAddress to, Instant now, Instant settled);

    /**
     * Takes a change back: {@code to} is the address again, and {@code password} holds. {@link Change#STALE} when {@code from} is
     * not the address in place.
     */
    Change restore(PersonId id, EmailAddress from, EmailAddress to, PasswordHash password);

    /** What became of it. */
    enum Change {
        DONE,
        /** The address is another person's; nothing was changed. */
        TAKEN,
        /** The account is not as it was when this was asked for; nothing was changed. */
        STALE
    }
}

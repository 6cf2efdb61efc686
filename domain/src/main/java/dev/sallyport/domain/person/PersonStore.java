package dev.sallyport.domain.person;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.util.Optional;
import java.util.SortedSet;

/** Where people are kept. Every verb is atomic on its own. */
public interface PersonStore {
    /** Keeps a new person with their password, unless the address is taken. */
    Added add(Person person, PasswordHash password);

    Optional<Person> byId(PersonId id);

    Optional<Person> byEmail(EmailAddress email);

    /** The password's hash, where the person has a password. */
    Optional<PasswordHash> password(PersonId id);

    /**
     * The owner of the mailbox confirms the registration that chose {@code password}: the address is verified and this
     * password holds, whichever stood there. False when the address was verified before, so that no late link changes a
     * password (T07, T25).
     */
    boolean verifyEmail(PersonId id, PasswordHash password);

    /** The owner of the mailbox chooses a new password, which verifies the address too. False when there is no such person. */
    boolean resetPassword(PersonId id, PasswordHash password);

    /** Puts {@code next} in the place of {@code current}; false when the password is no longer {@code current}. */
    boolean replacePassword(PersonId id, PasswordHash current, PasswordHash next);

    /** Calls the person {@code next} instead of {@code current}; false when they are no longer called {@code current}. */
    boolean rename(PersonId id, String current, String next);

    /** False when there is no such person. */
    boolean changeState(PersonId id, AccountState state);

    /** False when there is no such person. */
    boolean changeRoles(PersonId id, SortedSet<Role> roles);

    /** People by the time they were added, newest first. */
    Page<Person> list(Slice slice);

    /** Whether anybody holds the role: the first start asks this of {@link Role#ADMIN}. */
    boolean anyWith(Role role);

    /** What became of an {@link #add}. */
    sealed interface Added {
        record New(Person person) implements Added {}

        /** The address belongs to {@code existing}; nothing was changed. */
        record Taken(Person existing) implements Added {}
    }
}

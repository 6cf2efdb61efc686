package dev.sallyport.domain.person;

import java.time.Instant;
import java.util.SortedSet;

/**
 * An account: one human being whom the door knows.
 *
 * @param name what the person wants to be called; empty when they did not say
 */
public record Person(
        PersonId id,
        EmailAddress email,
        boolean emailVerified,
        String name,
        SortedSet<Role> roles,
        AccountState state,
        Instant created) {

    public boolean isActive() {
        return state == AccountState.ACTIVE;
    }
}

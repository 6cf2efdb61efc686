package dev.sallyport.domain.arrival;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.person.Person;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who had an account elsewhere.
 *
 * @param password as the other program hashed it; without one the person chooses a new one by letter
 * @param identities accounts by which they signed in there; none where the address is not verified (T25)
 */
public record Arrival(Person person, Optional<PasswordHash> password, List<Identity> identities) {
    public Arrival {
        identities = List.copyOf(identities);
        if (!person.emailVerified() && !identities.isEmpty()) {
            throw new IllegalArgumentException("nothing is linked to an account whose address is not verified");
        }
    }
}

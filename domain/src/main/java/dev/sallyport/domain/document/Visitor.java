package dev.sallyport.domain.document;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import java.util.Optional;
import java.util.Set;

/**
 * Who comes to a collection, as their token says and nothing else (T48).
 *
 * @param person empty where a client acts for itself, and where nobody showed a token
 * @param atHome whether they come by one of the product's own apps
 */
public record Visitor(Optional<PersonId> person, Set<Role> roles, Scope scope, boolean atHome) {
    /** Who shows nothing. */
    public static final Visitor ANYBODY = new Visitor(Optional.empty(), Set.of(), Scope.NONE, false);

    public Visitor {
        roles = Set.copyOf(roles);
    }
}

package dev.sallyport.domain.document;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;

/** Who comes to the documents of a collection, as its configuration says: {@code owner}, {@code role:…} or {@code scope:…}. */
public sealed interface Access {
    /** Every person to their own. */
    record Owner() implements Access {}

    /** Whoever has the role, to all. */
    record Holders(Role role) implements Access {}

    /** Whoever shows a token of the scope, persons and clients, to all. */
    record Bearers(Scope scope) implements Access {}
}

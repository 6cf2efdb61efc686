package dev.sallyport.domain.document;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.Role;
import java.util.Optional;

/** Who comes to the documents of a collection, as its configuration says: {@code owner}, {@code role:…} or {@code scope:…}. */
public sealed interface Access {
    /** @throws IllegalArgumentException saying what would be right */
    static Access of(String text) {
        if (text.equals("owner")) {
            return new Owner();
        }
        if (text.startsWith("role:")) {
            return new Holders(new Role(text.substring("role:".length())));
        }
        Optional<Scope> scope = text.startsWith("scope:")
                ? Scope.parse(text.substring("scope:".length()))
                        .filter(some -> some.tokens().size() == 1)
                : Optional.empty();
        return scope.<Access>map(Bearers::new)
                .orElseThrow(
                        () -> new IllegalArgumentException("must be owner, role: and a role, or scope: and a scope"));
    }

    /** As it is written. */
    default String said() {
        return switch (this) {
            case Owner() -> "owner";
            case Holders(var role) -> "role:" + role.name();
            case Bearers(var scope) -> "scope:" + scope;
        };
    }

    /** Every person to their own. */
    record Owner() implements Access {}

    /** Whoever has the role, to all. */
    record Holders(Role role) implements Access {}

    /** Whoever shows a token of the scope, persons and clients, to all. */
    record Bearers(Scope scope) implements Access {}
}

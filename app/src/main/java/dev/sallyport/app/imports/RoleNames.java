package dev.sallyport.app.imports;

import dev.sallyport.domain.person.Role;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which role here stands for which there. A name that is one here stands for itself, but for {@link Role#ADMIN}: whoever holds that
 * is master of the house, and what another program called so need not be. The operator says so, or nobody is.
 */
public final class RoleNames {
    private final Map<String, Role> said;

    /** @param said by the operator: a role of the realm, {@code client/role} or {@code /group} to a role here */
    public RoleNames(Map<String, Role> said) {
        this.said = Map.copyOf(said);
    }

    /** The role that the operator named for it. */
    Optional<Role> said(String there) {
        return Optional.ofNullable(said.get(there));
    }

    /** The role here, or what is told of there being none. */
    Optional<Role> of(String there, String what, String name, String field, Consumer<Finding> findings) {
        Optional<Role> here = said(there);
        if (here.isPresent()) {
            return here;
        }
        if (there.equals(Role.ADMIN.name())) {
            findings.accept(Finding.lost(
                    what,
                    name,
                    field,
                    there,
                    "who holds admin here is master of the house; --role admin=admin says so"));
            return Optional.empty();
        }
        try {
            return Optional.of(new Role(there));
        } catch (IllegalArgumentException notOne) {
            findings.accept(Finding.lost(
                    what,
                    name,
                    field,
                    there,
                    "no name of a role here (a-z 0-9 . _ -); --role \"" + Finding.seen(there)
                            + "=NAME\" gives it one"));
            return Optional.empty();
        }
    }
}

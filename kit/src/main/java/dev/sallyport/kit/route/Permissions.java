package dev.sallyport.kit.route;

import dev.sallyport.domain.person.Role;
import java.util.Set;

/** What a role may do. */
final class Permissions {
    private Permissions() {}

    /** Whether any of the roles grants the permission; {@code admin} grants all of them. */
    static boolean granted(Set<Role> roles, Access.Permission permission) {
        return switch (permission) {
            case READ_PEOPLE, CHANGE_PEOPLE, READ_CLIENTS, CHANGE_CLIENTS, READ_AUDIT, READ_JOBS, CHANGE_JOBS ->
                roles.contains(Role.ADMIN);
        };
    }
}

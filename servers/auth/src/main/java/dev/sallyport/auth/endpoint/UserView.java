package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import java.util.List;

/** A person as the API shows them to themselves. */
record UserView(String id, String email, boolean emailVerified, String name, List<String> roles) {
    static UserView of(Person person) {
        return new UserView(
                person.id().toString(),
                person.email().value(),
                person.emailVerified(),
                person.name(),
                person.roles().stream().map(Role::name).toList());
    }
}

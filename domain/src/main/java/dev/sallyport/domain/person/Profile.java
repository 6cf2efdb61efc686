package dev.sallyport.domain.person;

import dev.sallyport.domain.Digest;
import java.util.stream.Collectors;

/**
 * A person as they see themselves, and which version of it this is.
 *
 * @param version the same for the same content, another for another; says nothing by itself
 */
public record Profile(Person person, String version) {
    static Profile of(Person person) {
        String roles = person.roles().stream().map(Role::name).collect(Collectors.joining(" "));
        String content = String.join(
                "\n",
                person.id().toString(),
                person.email().value(),
                Boolean.toString(person.emailVerified()),
                roles,
                person.name());
        return new Profile(person, Digest.of(content).value());
    }
}

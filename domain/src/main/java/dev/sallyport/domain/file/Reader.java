package dev.sallyport.domain.file;

import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may read a file beside its owner: {@code person:} and an id, or {@code role:} and a name, for all who have it. */
public record Reader(String value) {
    private static final Pattern FORM =
            Pattern.compile("person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|role:[a-z0-9][a-z0-9_.-]{0,63}");

    public Reader {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be person: and an id, or role: and a name");
        }
    }

    public static Optional<Reader> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Reader(text)) : Optional.empty();
    }

    /** Everything that a person with these roles can be called. */
    public static Set<Reader> all(PersonId person, Collection<Role> roles) {
        var all = new HashSet<Reader>();
        all.add(new Reader("person:" + person));
        roles.forEach(role -> all.add(new Reader("role:" + role.name())));
        return all;
    }

    @Override
    public String toString() {
        return value;
    }
}

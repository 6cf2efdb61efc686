package dev.sallyport.domain.person;

import java.util.regex.Pattern;

/** A named set of permissions that a person holds, such as {@code admin}: 1 to 64 of {@code a-z 0-9 . _ -}. */
public record Role(String name) implements Comparable<Role> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Everything that {@code /v1/admin} offers. */
    public static final Role ADMIN = new Role("admin");

    public Role {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a role is 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit");
        }
    }

    @Override
    public int compareTo(Role other) {
        return name.compareTo(other.name);
    }
}

package dev.sallyport.domain.file;

import java.util.List;

/**
 * Which media types are taken, by what the bytes show.
 *
 * @param allow what is taken; nothing else is
 * @param deny what is not taken although it is allowed
 */
public record TypePolicy(List<TypePattern> allow, List<TypePattern> deny) {
    /** Everything: what is dangerous to show is never shown (T46). */
    public static final TypePolicy ANY = new TypePolicy(List.of(new TypePattern("*/*")), List.of());

    public TypePolicy {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    public boolean admits(String type) {
        return allow.stream().anyMatch(pattern -> pattern.matches(type))
                && deny.stream().noneMatch(pattern -> pattern.matches(type));
    }
}

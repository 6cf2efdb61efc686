package dev.sallyport.domain.audit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is told of which events.
 *
 * @param id the subscriber's name
 */
public record Subscription(String id, Set<AuditEvent.Kind> kinds) {
    private static final String ANY = "*";

    public Subscription {
        kinds = kinds.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(kinds));
    }

    /** The kinds that fit a pattern: a wire name, the first part of some with {@code .*}, or {@code *}; empty when none does. */
    public static Set<AuditEvent.Kind> matching(String pattern) {
        String start = pattern.endsWith(".*") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return Arrays.stream(AuditEvent.Kind.values())
                .filter(kind -> pattern.equals(ANY)
                        || kind.wireName().equals(pattern)
                        || (pattern.endsWith(".*") && kind.wireName().startsWith(start)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The kinds that fit any of the patterns. */
    public static Set<AuditEvent.Kind> matching(List<String> patterns) {
        return patterns.stream().flatMap(p -> matching(p).stream()).collect(Collectors.toUnmodifiableSet());
    }
}

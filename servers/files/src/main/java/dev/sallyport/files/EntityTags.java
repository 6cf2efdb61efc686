package dev.sallyport.files;

import dev.sallyport.domain.Spec;
import java.util.List;

/** Comparison of entity tags in {@code If-Match} and {@code If-None-Match}. */
final class EntityTags {
    private EntityTags() {}

    /** @param weak whether a weak tag counts too; our own tags are strong */
    @Spec("RFC 9110 §8.8.3.2")
    static boolean match(List<String> fields, String tag, boolean weak) {
        return fields.stream()
                .flatMap(field -> List.of(field.split(",", -1)).stream())
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || (weak && each.equals("W/" + tag)));
    }
}

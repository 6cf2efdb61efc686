package dev.sallyport.kit.http;

import dev.sallyport.domain.Spec;
import java.util.List;

/** Comparison of entity tags in {@code If-Match} and {@code If-None-Match}. */
public final class EntityTags {
    private EntityTags() {}

    /**
     * Whether one of the tags listed is {@code tag}, or {@code *} stands for every tag.
     *
     * @param tag with its quotes, strong, without a comma
     * @param weak whether a weak tag counts too, as in {@code If-None-Match}
     */
    @Spec("RFC 9110 §8.8.3.2")
    public static boolean match(List<String> fields, String tag, boolean weak) {
        return fields.stream()
                .flatMap(field -> List.of(field.split(",", -1)).stream())
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || (weak && each.equals("W/" + tag)));
    }
}

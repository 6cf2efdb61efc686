package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One of the {@code authorization_details}, laid out in lines that a person can read.
 *
 * @param type its {@code type}
 * @param lines everything else that it says; nothing is left out, since what is not shown is not agreed to
 */
@Spec("RFC 9396 §2.2")
public record Detail(String type, List<Line> lines) {
    public Detail {
        lines = List.copyOf(lines);
    }

    /** A value and its place, such as {@code instructedAmount.currency}. */
    public record Line(String label, String value) {}

    /** An object of the array as it was sent; one without a {@code type} has an empty one here. */
    public static Detail of(JsonNode object) {
        var lines = new ArrayList<Line>();
        object.properties().stream()
                .filter(property -> !property.getKey().equals("type"))
                .forEach(property -> lay(property.getKey(), property.getValue(), lines));
        return new Detail(object.path("type").asString(""), lines);
    }

    private static void lay(String label, JsonNode value, List<Line> lines) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(inner -> lay(label + "." + inner.getKey(), inner.getValue(), lines));
        } else if (value.isArray() && value.values().stream().anyMatch(JsonNode::isContainer)) {
            int count = 0;
            for (JsonNode each : value.values()) {
                lay(label + "." + ++count, each, lines);
            }
        } else if (value.isArray()) {
            lines.add(new Line(
                    label,
                    String.join(", ", value.values().stream().map(Detail::plain).toList())));
        } else {
            lines.add(new Line(label, plain(value)));
        }
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}

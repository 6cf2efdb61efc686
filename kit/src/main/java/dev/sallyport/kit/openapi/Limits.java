package dev.sallyport.kit.openapi;

import dev.sallyport.kit.json.Shape;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import tools.jackson.databind.node.ObjectNode;

/** Writes the constraints of a component (Jakarta Validation) into its schema. */
final class Limits {
    private Limits() {}

    static void of(Shape.Part part, ObjectNode schema) {
        for (Annotation said : part.component().getAccessor().getAnnotations()) {
            add(said, schema);
        }
    }

    private static void add(Annotation said, ObjectNode schema) {
        switch (said) {
            case NotBlank any -> schema.put("minLength", 1);
            case NotEmpty any -> schema.put("min" + unit(schema), 1);
            case Size size -> {
                if (size.min() > 0) {
                    schema.put("min" + unit(schema), size.min());
                }
                if (size.max() < Integer.MAX_VALUE) {
                    schema.put("max" + unit(schema), size.max());
                }
            }
            case Pattern pattern -> schema.put("pattern", "^(?:" + ecma(pattern.regexp()) + ")$");
            case Min min -> schema.put("minimum", min.value());
            case Max max -> schema.put("maximum", max.value());
            case Positive any -> schema.put("exclusiveMinimum", 0);
            case PositiveOrZero any -> schema.put("minimum", 0);
            case Email any -> schema.put("format", "email");
            // Others, such as @NotNull and those of Jackson, say nothing that a schema says here.
            default -> {}
        }
    }

    private static String unit(ObjectNode schema) {
        return switch (schema.path("type").asString("")) {
            case "array" -> "Items";
            case "object" -> "Properties";
            default -> "Length";
        };
    }

    /** The expression as ECMA-262 writes it, which JSON Schema speaks (draft 2020-12 §6.4). */
    private static String ecma(String regexp) {
        return regexp.replace("\\p{Cntrl}", "\\u0000-\\u001f\\u007f");
    }
}

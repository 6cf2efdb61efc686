package dev.sallyport.kit.json;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.person.EmailAddress;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a validation annotation of Jakarta Validation demands of a component. On an {@code Optional} it speaks of what is
 * inside. Any other constraint than these is a bug and stops the program at its first use.
 */
public record Constraint(Predicate<Object> holds, String expected) {
    private static final String CONSTRAINTS = NotBlank.class.getPackageName();

    static List<Constraint> of(RecordComponent component) {
        return Arrays.stream(component.getAccessor().getAnnotations())
                .filter(a -> a.annotationType().getPackageName().equals(CONSTRAINTS))
                .map(Constraint::of)
                .toList();
    }

    private static Constraint of(Annotation annotation) {
        return switch (annotation) {
            case NotNull said -> saying(said.message(), "is required", value -> true);
            case NotBlank said ->
                saying(
                        said.message(),
                        "must not be blank",
                        value -> !text(value).isBlank());
            case NotEmpty said -> saying(said.message(), "must not be empty", value -> size(value) > 0);
            case Size said ->
                saying(said.message(), bounds(said.min(), said.max()), value -> {
                    int size = size(value);
                    return size >= said.min() && size <= said.max();
                });
            case Pattern said -> {
                var pattern = java.util.regex.Pattern.compile(said.regexp());
                yield saying(
                        said.message(),
                        "must match " + said.regexp(),
                        value -> pattern.matcher(text(value)).matches());
            }
            case Min said ->
                saying(said.message(), "must be at least " + said.value(), value -> number(value) >= said.value());
            case Max said ->
                saying(said.message(), "must be at most " + said.value(), value -> number(value) <= said.value());
            case Positive said -> saying(said.message(), "must be more than 0", value -> number(value) > 0);
            case PositiveOrZero said -> saying(said.message(), "must not be less than 0", value -> number(value) >= 0);
            case Email said ->
                saying(
                        said.message(),
                        "must be a mail address",
                        value -> EmailAddress.parse(text(value)).isPresent());
            default ->
                throw new IllegalStateException("the binder does not know "
                        + annotation.annotationType().getName());
        };
    }

    /** What is wrong with the value, or empty when it will do. */
    Optional<String> objection(Object value) {
        Object inside = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return inside == null || holds.test(inside) ? Optional.empty() : Optional.of(expected);
    }

    private static Constraint saying(String message, String usual, Predicate<Object> holds) {
        return new Constraint(holds, message.startsWith("{") ? usual : message);
    }

    private static String bounds(int min, int max) {
        if (max == Integer.MAX_VALUE) {
            return "must be at least " + min + " long";
        }
        return "must be " + (min == max ? String.valueOf(min) : min + " to " + max) + " long";
    }

    private static int size(Object value) {
        return switch (value) {
            case Collection<?> items -> items.size();
            case Map<?, ?> entries -> entries.size();
            default -> {
                String text = text(value);
                yield text.codePointCount(0, text.length());
            }
        };
    }

    private static String text(Object value) {
        return value instanceof Secret secret ? secret.reveal() : value.toString();
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}

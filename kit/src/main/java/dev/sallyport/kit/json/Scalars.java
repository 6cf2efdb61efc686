package dev.sallyport.kit.json;

import dev.sallyport.domain.Secret;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Values that stand alone: text and what is written as text, numbers, truth. */
final class Scalars {
    private static final int SHOWN = 60;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static final Map<Class<?>, Function<String, Object>> BY_TEXT = Map.of(
            String.class, text -> text,
            Secret.class, Secret::of,
            URI.class, Scalars::uri,
            Path.class, Path::of,
            Duration.class, Scalars::duration,
            Instant.class, Instant::parse,
            LocalDate.class, LocalDate::parse,
            UUID.class, UUID::fromString);

    private static final Map<Class<?>, String> FORMS = Map.of(
            URI.class, "must be an absolute URL such as https://id.example.org",
            Path.class, "must be a path",
            Duration.class, "must be a duration such as 10s, 5m, 12h or 30d",
            Instant.class, "must be a time such as 2026-01-31T12:00:00Z",
            LocalDate.class, "must be a day such as 2026-01-31",
            UUID.class, "must be a UUID");

    private Scalars() {}

    /** What came of reading. */
    sealed interface Read {
        record Good(Object value) implements Read {}

        record Bad(String expected) implements Read {}
    }

    static boolean reads(Class<?> type) {
        return type.isPrimitive()
                || type == Boolean.class
                || Number.class.isAssignableFrom(type)
                || BY_TEXT.containsKey(type)
                || type.isEnum()
                || maker(type).isPresent()
                || isValue(type);
    }

    static Read read(JsonNode node, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? new Read.Good(node.booleanValue()) : new Read.Bad("must be true or false");
        }
        if (type == int.class || type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? new Read.Good(node.intValue())
                    : new Read.Bad("must be a whole number");
        }
        if (type == long.class || type == Long.class) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? new Read.Good(node.longValue())
                    : new Read.Bad("must be a whole number");
        }
        if (type == double.class || type == Double.class) {
            return node.isNumber() ? new Read.Good(node.doubleValue()) : new Read.Bad("must be a number");
        }
        if (type.isEnum()) {
            return constant(node, type);
        }
        return text(node, type);
    }

    private static Read text(JsonNode node, Class<?> type) {
        if (!node.isString()) {
            return new Read.Bad(FORMS.getOrDefault(type, "must be text"));
        }
        String text = node.stringValue();
        if (isBroken(text)) {
            return new Read.Bad("must be well-formed text without the character U+0000");
        }
        try {
            Object value = BY_TEXT.containsKey(type) ? BY_TEXT.get(type).apply(text) : own(text, type);
            return value instanceof Optional<?> found
                    ? found.<Read>map(Read.Good::new).orElse(new Read.Bad("is not right"))
                    : new Read.Good(value);
        } catch (IllegalArgumentException | DateTimeException refused) {
            return new Read.Bad(FORMS.getOrDefault(type, Shape.said(refused)));
        }
    }

    private static Object own(String text, Class<?> type) {
        Optional<Method> maker = maker(type);
        return maker.isPresent()
                ? Shape.call(maker.get(), null, text)
                : Shape.of(type).construct(new Object[] {text});
    }

    private static Read constant(JsonNode node, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (node.isString() && node.stringValue().equals(wireName((Enum<?>) constant))) {
                return new Read.Good(constant);
            }
        }
        String allowed = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(c -> wireName((Enum<?>) c))
                        .toList());
        return new Read.Bad("must be one of " + allowed);
    }

    /** What the constant's own {@code wireName()} or {@code joseName()} says, or its name in lower case. */
    static String wireName(Enum<?> constant) {
        return Arrays.stream(constant.getDeclaringClass().getMethods())
                .filter(m -> m.getName().equals("wireName") || m.getName().equals("joseName"))
                .findFirst()
                .map(m -> {
                    m.setAccessible(true);
                    return (String) Shape.call(m, constant);
                })
                .orElseGet(() -> constant.name().toLowerCase(Locale.ROOT));
    }

    /** The static {@code parse(String)} or {@code of(String)} of a type of our own. */
    private static Optional<Method> maker(Class<?> type) {
        Optional<Method> maker = Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers())
                        && (m.getName().equals("parse") || m.getName().equals("of"))
                        && Arrays.equals(m.getParameterTypes(), new Class<?>[] {String.class})
                        && (m.getReturnType() == type || m.getReturnType() == Optional.class))
                .max(Comparator.comparing(Method::getName));
        maker.ifPresent(m -> m.setAccessible(true));
        return maker;
    }

    private static boolean isValue(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getName().equals("value")
                && type.getRecordComponents()[0].getType() == String.class;
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("not absolute");
        }
        return uri;
    }

    private static Duration duration(String text) {
        Matcher found = DURATION.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long count = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** Whether no database and no other program could keep the text: NUL, or half a surrogate pair. */
    static boolean isBroken(String text) {
        return text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** What stood there, shortened for a report. */
    static String shown(JsonNode node) {
        String text = node.isString() ? node.stringValue() : node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}

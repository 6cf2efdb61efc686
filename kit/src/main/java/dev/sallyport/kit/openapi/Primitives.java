package dev.sallyport.kit.openapi;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.kit.json.Json;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of values that stand alone. */
final class Primitives {
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> BROKEN = Set.of(double.class, Double.class);
    private static final Set<Class<?>> FLAGS = Set.of(boolean.class, Boolean.class);

    /** Types that are written as text, with the format that says how. */
    private static final Map<Class<?>, String> FORMATS = Map.of(
            Secret.class, "password",
            EmailAddress.class, "email",
            URI.class, "uri",
            Instant.class, "date-time",
            LocalDate.class, "date",
            UUID.class, "uuid");

    private Primitives() {}

    static boolean knows(Class<?> type) {
        return type == String.class
                || type == Duration.class
                || WHOLE.contains(type)
                || BROKEN.contains(type)
                || FLAGS.contains(type)
                || FORMATS.containsKey(type)
                || isParsed(type);
    }

    static ObjectNode schema(Class<?> type) {
        if (WHOLE.contains(type)) {
            boolean small = type == int.class || type == Integer.class;
            return of("integer").put("format", small ? "int32" : "int64");
        }
        if (BROKEN.contains(type)) {
            return of("number").put("format", "double");
        }
        if (FLAGS.contains(type)) {
            return of("boolean");
        }
        if (type == Duration.class) {
            return text().put("pattern", "^[0-9]{1,9}(ms|s|m|h|d)$");
        }
        String format = FORMATS.get(type);
        return format == null ? text() : text().put("format", format);
    }

    static ObjectNode text() {
        return of("string");
    }

    /** Whether a member of this name is a moment, which the house calls so without exception. */
    static boolean isMoment(String name) {
        return name.equals("at") || name.endsWith("_at");
    }

    /** Whether it is a record of one text, which is read from that text. */
    static boolean isValue(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getName().equals("value")
                && type.getRecordComponents()[0].getType() == String.class;
    }

    /** Whether the type is no record and reads itself from text. */
    private static boolean isParsed(Class<?> type) {
        return !type.isRecord()
                && !type.isSealed()
                && Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(m -> Modifier.isStatic(m.getModifiers())
                                && (m.getName().equals("parse") || m.getName().equals("of"))
                                && Arrays.equals(m.getParameterTypes(), new Class<?>[] {String.class}));
    }

    private static ObjectNode of(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }
}

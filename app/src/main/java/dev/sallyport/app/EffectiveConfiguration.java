package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.document.Access;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.gateway.AddressRange;
import dev.sallyport.gateway.HostPattern;
import dev.sallyport.gateway.PathPattern;
import dev.sallyport.gateway.Rate;
import dev.sallyport.kit.json.Shape;
import dev.sallyport.worker.mail.Sender;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The configuration as it is in force, in the words in which it is written; nothing secret is among them. */
final class EffectiveConfiguration {
    private static final String HIDDEN = "(hidden)";
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("//([^@/:]*):[^@/]*@");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EffectiveConfiguration() {}

    static JsonNode tree(Configuration configuration) {
        return node(configuration);
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case Secret secret -> text(HIDDEN);
            case JsonNode as -> withoutPasswords(as);
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Duration time -> text(duration(time));
            case PathPattern path -> text(path.text());
            case Rate rate -> text(rate.count() + "/" + unit(rate.period()));
            case HostPattern host -> text(host.text());
            case AddressRange range -> text(range.first().getHostAddress() + "/" + range.bits());
            case Access access -> text(access.said());
            case Scope scope -> text(scope.toString());
            case Sender sender -> text(sender.toString());
            case Enum<?> constant -> text(name(constant));
            case Collection<?> items -> list(items);
            case Map<?, ?> entries -> object(entries);
            case Record record when !isValue(record) -> object(record);
            case Record one -> node(held(one, one.getClass().getRecordComponents()[0]));
            default -> text(value.toString());
        };
    }

    private static ObjectNode object(Record record) {
        ObjectNode object = NODES.objectNode();
        for (Shape.Part part : Shape.of(record.getClass()).parts()) {
            Object held = held(record, part.component());
            Optional<?> value = held instanceof Optional<?> optional ? optional : Optional.of(held);
            value.ifPresent(one -> object.set(part.name(), node(one)));
        }
        return object;
    }

    private static ObjectNode object(Map<?, ?> entries) {
        ObjectNode object = NODES.objectNode();
        entries.forEach((key, value) -> object.set(key.toString(), node(value)));
        return object;
    }

    private static ArrayNode list(Collection<?> items) {
        ArrayNode list = NODES.arrayNode();
        items.forEach(item -> list.add(node(item)));
        return list;
    }

    private static JsonNode withoutPasswords(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> {
                ObjectNode shown = NODES.objectNode();
                object.properties()
                        .forEach(e -> shown.set(
                                e.getKey(), isSecret(e.getKey()) ? text(HIDDEN) : withoutPasswords(e.getValue())));
                yield shown;
            }
            case ArrayNode array -> {
                ArrayNode shown = NODES.arrayNode();
                array.forEach(item -> shown.add(withoutPasswords(item)));
                yield shown;
            }
            default -> tree.isString() ? text(tree.stringValue()) : tree;
        };
    }

    private static boolean isSecret(String key) {
        boolean aFile = key.endsWith("_file");
        return !aFile && (key.contains("secret") || key.contains("password"));
    }

    private static JsonNode text(String text) {
        return NODES.stringNode(PASSWORD_IN_URL.matcher(text).replaceAll("//$1:…@"));
    }

    /** A record of one text is written as the text. */
    private static boolean isValue(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        return components.length == 1
                && components[0].getName().equals("value")
                && components[0].getType() == String.class;
    }

    private static Object held(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record does not show " + component.getName(), e);
        }
    }

    private static String name(Enum<?> constant) {
        try {
            return (String) constant.getDeclaringClass().getMethod("wireName").invoke(constant);
        } catch (NoSuchMethodException none) {
            return joseName(constant);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String joseName(Enum<?> constant) {
        try {
            return (String) constant.getDeclaringClass().getMethod("joseName").invoke(constant);
        } catch (ReflectiveOperationException none) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    private static String duration(Duration time) {
        if (time.toMillisPart() != 0) {
            return time.toMillis() + "ms";
        }
        long seconds = time.toSeconds();
        return seconds % 86_400 == 0 && seconds > 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 && seconds > 0
                        ? seconds / 3_600 + "h"
                        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String unit(Duration period) {
        String text = duration(period);
        return text.substring(text.length() - 1);
    }
}

package dev.sallyport.kit.config;

import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.kit.json.Shape;
import dev.sallyport.kit.json.Suggestion;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts variables of the environment in the place of keys of the file: {@code SALLYPORT_A_B} is {@code a.b} or {@code a_b}. */
final class Overrides {
    private static final String PREFIX = "SALLYPORT_";

    /** Variables that are no keys: the launcher's, the first start's and the commands'. */
    private static final Set<String> OTHERS = Set.of(
            "SALLYPORT_ADMIN_EMAIL",
            "SALLYPORT_ADMIN_PASSWORD",
            "SALLYPORT_PASSWORD",
            "SALLYPORT_LOG",
            "SALLYPORT_JAVA",
            "SALLYPORT_HOME",
            "SALLYPORT_NODE",
            "SALLYPORT_JVM",
            "SALLYPORT_CACHE",
            "SALLYPORT_CHROMIUM",
            "SALLYPORT_CONFIG");

    private Overrides() {}

    static List<Mistake> apply(ObjectNode tree, Map<String, String> environment, Class<?> type) {
        var keys = new LinkedHashMap<String, List<String>>();
        collect(type, List.of(), keys);
        var mistakes = new ArrayList<Mistake>();
        environment.entrySet().stream()
                .filter(e -> e.getKey().startsWith(PREFIX) && !OTHERS.contains(e.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> {
                    List<String> path = keys.get(e.getKey());
                    if (path == null) {
                        String hint = Suggestion.nearest(e.getKey(), List.copyOf(keys.keySet()))
                                .map(near -> "is unknown; did you mean " + near + "?")
                                .orElse("is unknown; no key of the configuration has this name");
                        mistakes.add(new Mistake(e.getKey(), "", hint));
                    } else {
                        put(tree, path, e.getKey(), e.getValue(), mistakes);
                    }
                });
        return mistakes;
    }

    private static void put(ObjectNode tree, List<String> path, String variable, String text, List<Mistake> mistakes) {
        try {
            JsonNode value = text.isEmpty() ? tree.stringNode("") : ConfigurationFile.yaml(text);
            ObjectNode at = tree;
            for (String name : path.subList(0, path.size() - 1)) {
                at = at.get(name) instanceof ObjectNode below ? below : at.putObject(name);
            }
            at.set(path.getLast(), value);
        } catch (JacksonException e) {
            mistakes.add(new Mistake(variable, "", "is not a YAML value: " + e.getOriginalMessage()));
        }
    }

    /** Every key of the record by its variable: a record below is walked into, and can itself be given whole. */
    private static void collect(Class<?> type, List<String> above, Map<String, List<String>> keys) {
        for (Shape.Part part : Shape.of(type).parts()) {
            var path = new ArrayList<>(above);
            path.add(part.name());
            keys.put(PREFIX + String.join("_", path).toUpperCase(Locale.ROOT), List.copyOf(path));
            record(part.type()).ifPresent(below -> collect(below, path, keys));
        }
    }

    private static Optional<Class<?>> record(Type type) {
        Type inner = type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
        return inner instanceof Class<?> raw && raw.isRecord() && !isText(raw) ? Optional.of(raw) : Optional.empty();
    }

    /** Whether the record is written as one text, not as an object. */
    private static boolean isText(Class<?> type) {
        return java.util.Arrays.stream(type.getMethods())
                .anyMatch(m -> java.lang.reflect.Modifier.isStatic(m.getModifiers())
                        && (m.getName().equals("parse") || m.getName().equals("of"))
                        && m.getParameterCount() == 1
                        && m.getParameterTypes()[0] == String.class);
    }
}

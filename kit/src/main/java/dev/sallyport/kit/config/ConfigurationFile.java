package dev.sallyport.kit.config;

import dev.sallyport.kit.json.Binder;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Reads a configuration record from a YAML file and from variables such as {@code SALLYPORT_MONITOR_LISTEN} (L18). */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /** The reader of YAML, loaded where there is some: a house on its defaults starts without it. */
    private static final class Yaml {
        private static final YAMLMapper MAPPER = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .build();
    }

    /** The text as a tree; {@code JacksonException} where it is not YAML. */
    static JsonNode yaml(String text) {
        return Yaml.MAPPER.readTree(text);
    }

    /** The tree as YAML. */
    public static String written(JsonNode tree) {
        return Yaml.MAPPER.writeValueAsString(tree);
    }

    /**
     * The record behind the file and the environment, which wins; or every mistake in both. The pointer of a mistake in a
     * variable is the variable's name.
     *
     * @param file absent where nobody named one: every key has its default then
     */
    public static <T extends Record> Bound<T> read(
            Optional<Path> file, Map<String, String> environment, Class<T> type) {
        var mistakes = new ArrayList<Mistake>();
        ObjectNode tree = file.map(path -> parse(path, mistakes)).orElseGet(JsonNodeFactory.instance::objectNode);
        mistakes.addAll(Overrides.apply(tree, environment, type));
        return switch (Binder.bind(tree, type)) {
            case Bound.Valid<T> valid when mistakes.isEmpty() -> valid;
            case Bound.Valid<T> valid -> new Bound.Invalid<>(mistakes);
            case Bound.Invalid<T>(var more) -> {
                mistakes.addAll(more);
                yield new Bound.Invalid<>(mistakes);
            }
        };
    }

    /** A mistake as an operator reads it: key, value, what is allowed. */
    public static String told(Mistake mistake) {
        String key = mistake.pointer().startsWith("/")
                ? mistake.pointer()
                        .substring(1)
                        .replace('/', '.')
                        .replace("~1", "/")
                        .replace("~0", "~")
                : mistake.pointer();
        return key + (mistake.value().isEmpty() ? "" : " = " + mistake.value()) + ": " + mistake.expected();
    }

    private static ObjectNode parse(Path file, List<Mistake> mistakes) {
        try {
            JsonNode tree = yaml(Files.readString(file));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            if (!tree.isMissingNode() && !tree.isNull()) {
                mistakes.add(new Mistake(
                        file.toString(), "", "must hold keys and values, as in public_url: https://id.example.org"));
            }
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            mistakes.add(new Mistake(
                    file + where,
                    "",
                    "is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("")));
        } catch (NoSuchFileException e) {
            mistakes.add(new Mistake(file.toString(), "", "does not exist"));
        } catch (IOException e) {
            mistakes.add(new Mistake(file.toString(), "", "cannot be read: " + e.getMessage()));
        }
        return JsonNodeFactory.instance.objectNode();
    }
}

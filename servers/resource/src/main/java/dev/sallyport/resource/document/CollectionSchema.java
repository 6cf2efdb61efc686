package dev.sallyport.resource.document;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.kit.http.Problem.FieldError;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What documents of a collection must be. The library behind it is loaded where a collection is declared, and fetches nothing. */
public final class CollectionSchema {
    /** Steps and depth of one validation: schemas that refer to themselves end somewhere (T43). */
    private static final long MOST_STEPS = 1_000_000;

    private static final int DEEPEST = 512;
    private static final int MOST_FLAWS = 100;

    private static final Set<String> NUMBERS = Set.of("number", "integer");

    private final JsonNode text;
    private final Schema schema;

    private CollectionSchema(JsonNode text, Schema schema) {
        this.text = text;
        this.schema = schema;
    }

    /** The library, once. */
    private static final class Library {
        static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .regularExpressionFactory(new LinearPatterns())
                                .formatAssertionsEnabled(true)
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ENGLISH)
                                .build())
                        .schemaLoader(loader -> loader.fetchRemoteResources(false)
                                .allow(iri -> iri.toString().startsWith("https://json-schema.org/draft/2020-12/"))));

        static final Schema META = REGISTRY.getSchema(SchemaLocation.of(SchemaWalk.DIALECT));
    }

    /** The schema, or every mistake in it with its pointer. */
    @Spec("JSON Schema Core 2020-12 §4.3")
    public static Bound<CollectionSchema> read(JsonNode text) {
        List<Mistake> mistakes = SchemaWalk.mistakes(text);
        if (mistakes.isEmpty()) {
            mistakes = Library.META.validate(text, CollectionSchema::bounded).stream()
                    .limit(MOST_FLAWS)
                    .map(error -> new Mistake(pointer(error), "", error.getMessage()))
                    .toList();
        }
        return mistakes.isEmpty() ? compiled(text) : new Bound.Invalid<>(mistakes);
    }

    private static Bound<CollectionSchema> compiled(JsonNode text) {
        try {
            Schema schema = Library.REGISTRY.getSchema(text);
            schema.initializeValidators();
            return new Bound.Valid<>(new CollectionSchema(text, schema));
        } catch (SchemaException e) {
            return new Bound.Invalid<>(List.of(new Mistake("", "", "does not hold together: " + e.getMessage())));
        }
    }

    private static void bounded(ExecutionContext context) {
        context.executionConfig(config -> config.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(DEEPEST));
    }

    /** The schema as it was declared. */
    JsonNode text() {
        return text;
    }

    /** What is wrong with the document, each with its pointer; nothing when it is as it must be. */
    List<FieldError> flaws(JsonNode document) {
        try {
            return schema.validate(document, CollectionSchema::bounded).stream()
                    .limit(MOST_FLAWS)
                    .map(error -> new FieldError(pointer(error), error.getMessage()))
                    .toList();
        } catch (ValidationLimitExceededException e) {
            return List.of(new FieldError("", "is too much work to look through for its schema"));
        }
    }

    /** Where it is wrong; of a member that is missing or too much, where that would be. */
    private static String pointer(Error error) {
        String at = error.getInstanceLocation().toString();
        String property = error.getProperty();
        return property == null || property.isEmpty() || at.endsWith("/" + escaped(property))
                ? at
                : at + "/" + escaped(property);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The kind of values of a field, where the schema gives it one type; null may stand beside that. */
    Optional<SortKey.Kind> kind(List<String> path) {
        JsonNode at = resolved(text);
        for (String name : path) {
            at = resolved(at.path("properties").path(name));
        }
        return kind(at.path("type"));
    }

    private JsonNode resolved(JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        return ref.startsWith("#/") ? text.at(ref.substring(1)) : schema;
    }

    private static Optional<SortKey.Kind> kind(JsonNode type) {
        List<String> types = (type.isArray() ? type.valueStream() : java.util.stream.Stream.of(type))
                .map(one -> one.asString(""))
                .filter(one -> !one.equals("null"))
                .toList();
        if (types.isEmpty()) {
            return Optional.empty();
        }
        if (NUMBERS.containsAll(types)) {
            return Optional.of(SortKey.Kind.NUMBER);
        }
        return switch (String.join(" ", types)) {
            case "string" -> Optional.of(SortKey.Kind.TEXT);
            case "boolean" -> Optional.of(SortKey.Kind.TRUTH);
            default -> Optional.empty();
        };
    }
}

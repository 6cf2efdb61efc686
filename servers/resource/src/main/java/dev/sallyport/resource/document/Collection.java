package dev.sallyport.resource.document;

import dev.sallyport.domain.document.Access;
import dev.sallyport.domain.document.DocumentCollection;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A collection that holds together: its rules, and the schema of its documents. */
public record Collection(DocumentCollection rules, CollectionSchema schema) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern FIELD =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}(\\.[A-Za-z_][A-Za-z0-9_-]{0,63}){0,7}");
    private static final int MOST = 100;
    private static final int MOST_INDEXES = 16;

    private static final Quota OF_PERSON = new Quota(10_000, 50L << 20);
    private static final Quota OF_ALL = new Quota(1_000_000, 4L << 30);

    /** All collections, or every mistake in what was declared, by its key. */
    public static Bound<List<Collection>> read(Map<String, CollectionConfiguration> declared) {
        var mistakes = new ArrayList<Mistake>();
        var collections = new ArrayList<Collection>();
        if (declared.size() > MOST) {
            mistakes.add(new Mistake("/collections", "", "must be at most " + MOST));
            return new Bound.Invalid<>(mistakes);
        }
        declared.forEach((name, one) -> collection(name, one, mistakes).ifPresent(collections::add));
        return mistakes.isEmpty() ? new Bound.Valid<>(List.copyOf(collections)) : new Bound.Invalid<>(mistakes);
    }

    private static Optional<Collection> collection(String name, CollectionConfiguration one, List<Mistake> mistakes) {
        String at = "/collections/" + name.replace("~", "~0").replace("/", "~1");
        if (!NAME.matcher(name).matches()) {
            mistakes.add(new Mistake(at, name, "must be called by 1 to 64 of a-z 0-9 _ -"));
        }
        return switch (CollectionSchema.read(one.schema())) {
            case Bound.Invalid<CollectionSchema>(var found) -> {
                found.forEach(m -> mistakes.add(new Mistake(at + "/schema" + m.pointer(), m.value(), m.expected())));
                yield Optional.empty();
            }
            case Bound.Valid<CollectionSchema>(var schema) ->
                Optional.of(new Collection(rules(name, one, indexes(at, one.indexes(), schema, mistakes)), schema));
        };
    }

    private static Map<String, SortKey.Kind> indexes(
            String at, List<String> fields, CollectionSchema schema, List<Mistake> mistakes) {
        var indexes = new LinkedHashMap<String, SortKey.Kind>();
        if (fields.size() > MOST_INDEXES) {
            mistakes.add(new Mistake(at + "/indexes", "", "must be at most " + MOST_INDEXES));
        }
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            String where = at + "/indexes/" + i;
            Optional<SortKey.Kind> kind =
                    FIELD.matcher(field).matches() ? schema.kind(List.of(field.split("\\."))) : Optional.empty();
            if (kind.isEmpty()) {
                mistakes.add(new Mistake(
                        where,
                        field,
                        "must be a field such as title or address.city that the schema declares with one type of string,"
                                + " number, integer or boolean"));
            } else if (indexes.putIfAbsent(field, kind.get()) != null) {
                mistakes.add(new Mistake(where, field, "is named twice"));
            }
        }
        return indexes;
    }

    private static DocumentCollection rules(
            String name, CollectionConfiguration one, Map<String, SortKey.Kind> indexes) {
        Quota usual = one.access() instanceof Access.Owner ? OF_PERSON : OF_ALL;
        return new DocumentCollection(
                name,
                one.access(),
                one.scope(),
                one.publicRead(),
                one.requireMatch(),
                one.maxSize(),
                new Quota(
                        one.quota().documents().orElse(usual.documents()),
                        one.quota().bytes().orElse(usual.bytes())),
                indexes);
    }

    String name() {
        return rules.name();
    }
}

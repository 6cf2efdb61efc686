package dev.sallyport.resource.document;

import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.document.SortKey.Range;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.json.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code sort=-price&filter[title]=Tea&filter[price][gte]=5}. What is not known is refused and not passed over: a list that
 * quietly is not filtered shows more than was asked for.
 */
final class QueryReader {
    private static final Pattern FILTER = Pattern.compile("filter\\[([^\\[\\]]+)](?:\\[([a-z]+)])?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,100}(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?");
    private static final Set<String> PAGING = Set.of("limit", "after");
    private static final String OPERATORS = "eq, lt, lte, gt or gte";

    private final Map<String, SortKey.Kind> indexes;

    QueryReader(Map<String, SortKey.Kind> indexes) {
        this.indexes = indexes;
    }

    /** What came of reading. */
    sealed interface Read {
        record Good(Query query) implements Read {}

        record Bad(Problem problem) implements Read {}
    }

    /** Without {@code sort}, a filtered list comes in the order of the first field that is filtered. */
    Read read(Params params) {
        var filters = new ArrayList<Query.Filter>();
        for (String name : params.names()) {
            String value = params.first(name).orElseThrow();
            Matcher filter = FILTER.matcher(name);
            if (filter.matches()) {
                switch (filter(filter.group(1), Optional.ofNullable(filter.group(2)), value)) {
                    case Filtered.By(var one) -> filters.add(one);
                    case Filtered.Wrong(var why) -> {
                        return bad(why);
                    }
                }
            } else if (!name.equals("sort") && !PAGING.contains(name)) {
                return bad("Known here: limit, after, sort, and filter[field] or filter[field][operator].");
            }
        }
        if (filters.size() > Query.MOST_FILTERS) {
            return bad("At most " + Query.MOST_FILTERS + " filters are taken.");
        }
        return sorted(params.first("sort"), filters);
    }

    private Read sorted(Optional<String> sort, List<Query.Filter> filters) {
        if (sort.isEmpty()) {
            return new Read.Good(
                    filters.isEmpty() ? Query.ALL : new Query(filters.getFirst().field(), false, filters));
        }
        boolean down = sort.get().startsWith("-");
        String field = down ? sort.get().substring(1) : sort.get();
        return indexes.containsKey(field) ? new Read.Good(new Query(field, down, filters)) : bad(unknown(field));
    }

    private sealed interface Filtered {
        record By(Query.Filter filter) implements Filtered {}

        record Wrong(String why) implements Filtered {}
    }

    private Filtered filter(String field, Optional<String> operator, String value) {
        SortKey.Kind kind = indexes.get(field);
        if (kind == null) {
            return new Filtered.Wrong(unknown(field));
        }
        Optional<SortKey> key = key(kind, value);
        if (key.isEmpty()) {
            return new Filtered.Wrong("The filter on " + field + " must be "
                    + switch (kind) {
                        case TRUTH -> "true or false.";
                        case NUMBER -> "a number.";
                        case TEXT -> "a text of at most " + SortKey.LONGEST + " characters.";
                    });
        }
        return range(operator.orElse("eq"), key.get())
                .<Filtered>map(range -> new Filtered.By(new Query.Filter(field, range.and(kind.all()))))
                .orElseGet(() -> new Filtered.Wrong("An operator is one of " + OPERATORS + "."));
    }

    private static Optional<Range> range(String operator, SortKey key) {
        return switch (operator) {
            case "eq" -> Optional.of(key.only());
            case "lt" -> Optional.of(key.below());
            case "lte" -> Optional.of(key.most());
            case "gt" -> Optional.of(key.above());
            case "gte" -> Optional.of(key.least());
            default -> Optional.empty();
        };
    }

    private static Optional<SortKey> key(SortKey.Kind kind, String value) {
        return switch (kind) {
            case TRUTH ->
                value.equals("true") || value.equals("false")
                        ? Optional.of(SortKey.of(Boolean.parseBoolean(value)))
                        : Optional.empty();
            case NUMBER ->
                Optional.of(value)
                        .filter(text -> NUMBER.matcher(text).matches())
                        .map(Double::parseDouble)
                        .filter(Double::isFinite)
                        .map(SortKey::of);
            case TEXT -> SortKey.isTooLong(value) ? Optional.empty() : Optional.of(SortKey.of(value));
        };
    }

    private String unknown(String field) {
        var known = new TreeSet<>(indexes.keySet());
        return Suggestion.nearest(field, List.copyOf(known))
                .map(near -> "There is no index of that field; did you mean " + near + "?")
                .orElseGet(() -> known.isEmpty()
                        ? "There is no index here."
                        : "There is an index of " + String.join(", ", known) + " only.");
    }

    private static Read bad(String why) {
        return new Read.Bad(Problem.malformed(why));
    }
}

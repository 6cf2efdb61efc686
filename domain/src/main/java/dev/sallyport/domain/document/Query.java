package dev.sallyport.domain.document;

import java.util.List;

/**
 * Which documents are listed and in which order.
 *
 * @param by the field in whose order they come, equals by id; {@link #AGE} for the time when they were made
 * @param descending whether from the last to the first
 * @param filters each of which must hold, at most {@link #MOST_FILTERS}
 */
public record Query(String by, boolean descending, List<Filter> filters) {
    /** Stands for when a document was made, which every document is indexed by. No field of a collection is called so. */
    public static final String AGE = "";

    public static final int MOST_FILTERS = 4;

    /** All, newest first. */
    public static final Query ALL = new Query(AGE, true, List.of());

    /** What an indexed field must be. */
    public record Filter(String field, SortKey.Range range) {}

    public Query {
        filters = List.copyOf(filters);
        if (filters.size() > MOST_FILTERS) {
            throw new IllegalArgumentException("at most " + MOST_FILTERS + " filters");
        }
    }

    /** The keys in that order which can be in the list. */
    public SortKey.Range range() {
        return filters.stream()
                .filter(filter -> filter.field().equals(by))
                .map(Filter::range)
                .reduce(SortKey.ALL, SortKey.Range::and);
    }

    /** The filters on other fields. */
    public List<Filter> others() {
        return filters.stream().filter(filter -> !filter.field().equals(by)).toList();
    }
}
